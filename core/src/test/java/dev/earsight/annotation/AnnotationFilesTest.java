package dev.earsight.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationFilesTest {
    @TempDir
    Path folder;

    @Test
    void vggssIsClippedAndWhatIsOutOfOrderIsCounted() throws IOException {
        Path file = write("vggss.json", """
                [{"file": "abc_def_000010", "class": "dog barking", "bbox": [[0.25, 0.5, 0.75, 1.0], [-2.9e16, 0, 0.5, 0.5]]},
                 {"file": "xyz_000000", "class": "cat", "bbox": [[0.1, 0.1, 0.1, 0.9]]}]
                """);
        Annotations read = TruthFormat.VGGSS.read(file);
        AnnotatedItem first = read.items().getFirst();
        assertThat(first.name()).isEqualTo("abc_def_000010");
        assertThat(first.source()).isEqualTo("abc_def");
        assertThat(first.className()).isEqualTo("dog barking");
        assertThat(first.boxes()).containsExactly(new PixelBox(56, 112, 168, 224), new PixelBox(0, 0, 112, 112));
        assertThat(read.remarks())
                .containsExactly(
                        "1 items reach outside the picture and were clipped",
                        "1 items hold a box without area",
                        "1 items have no area at all and fail whatever the map says");
    }

    @Test
    void whatIsNotVggssIsRefusedByFileItemAndRemedy() throws IOException {
        refused(
                TruthFormat.VGGSS,
                "[{\"file\": \"a_1\", \"class\": \"c\", \"bbox\": [[0, 0, 1]]}]",
                "item 0 ('a_1')",
                "four");
        refused(
                TruthFormat.VGGSS,
                "[{\"file\": \"a_1\", \"class\": \"c\", \"bbox\": [0, 0, 1, 1]}]",
                "a_1",
                "truth-format");
        refused(TruthFormat.VGGSS, "[{\"file\": \"a_1\", \"class\": \"c\", \"bbox\": []}]", "a_1", "no box");
        refused(TruthFormat.VGGSS, "[{\"class\": \"c\", \"bbox\": [[0, 0, 1, 1]]}]", "item 0", "'file'");
        refused(TruthFormat.VGGSS, "{}", "not a JSON list", "truth-format");
        refused(TruthFormat.VGGSS, "[]", "no items", "publish");
        refused(TruthFormat.VGGSS, "[{", "JSON", "download");
        refused(
                TruthFormat.VGGSS,
                twice("\"file\": \"a_1\", \"class\": \"c\", \"bbox\": [[0,0,1,1]]"),
                "'a_1'",
                "twice");
    }

    @Test
    void pairsOfIs3ShareAGroup() throws IOException {
        Path file = write("is3.json", """
                [{"image": "/author/frames/dog_banjo_26_banjo.jpg", "audio": "/author/wav/dog_banjo_26_banjo.wav",
                  "gt_box": [47.0, 99.0, 154.0, 185.0]},
                 {"image": "/author/frames/dog_banjo_26_dog.jpg", "audio": "/author/wav/dog_banjo_26_dog.wav",
                  "gt_box": [0.0, 0.0, 10.0, 224.0]}]
                """);
        List<AnnotatedItem> items = TruthFormat.IS3.read(file).items();
        assertThat(items).extracting(AnnotatedItem::name).containsExactly("dog_banjo_26_banjo", "dog_banjo_26_dog");
        assertThat(items).extracting(AnnotatedItem::group).containsOnly("dog_banjo_26");
        assertThat(items).extracting(AnnotatedItem::className).containsExactly("banjo", "dog");
        assertThat(items.getFirst().boxes()).containsExactly(new PixelBox(47, 99, 154, 185));
    }

    @Test
    void framesOfAVideoKeepTheirNameAndEmptyBoxesAreCounted() throws IOException {
        Path file = write("ms3.json", """
                [{"image": "/author/rq5_1/rq5_1.mp4_1.png", "audio": "/author/rq5_1.wav", "gt_box": [0.0, 0.0, 0.0, 0.0]},
                 {"image": "/author/rq5_1/rq5_1.mp4_2.png", "audio": "/author/rq5_1.wav", "gt_box": [75.0, 0.0, 200.0, 223.0]}]
                """);
        Annotations read = TruthFormat.IS3.read(file);
        assertThat(read.items()).extracting(AnnotatedItem::name).containsExactly("rq5_1.mp4_1", "rq5_1.mp4_2");
        assertThat(read.items()).extracting(AnnotatedItem::source).containsOnly("rq5_1.mp4");
        assertThat(read.items()).extracting(AnnotatedItem::className).containsOnly("");
        assertThat(read.remarks()).contains("1 items have no area at all and fail whatever the map says");
    }

    @Test
    void musicIsWidthAndHeight() throws IOException {
        Path solo = write(
                "solo.json",
                "[{\"file\": \"-_-T_000_00007\", \"class\": \"cello\", \"bbox\": [0.25, 0.5, 0.5, 0.25]}]");
        AnnotatedItem item = TruthFormat.MUSIC.read(solo).items().getFirst();
        assertThat(item.boxes()).containsExactly(new PixelBox(56, 112, 168, 168));
        assertThat(item.source()).isEqualTo("-_-T");
        Path duet = write("duet.json", """
                [{"file": "H_000_00000", "class_src1": "cello", "bbox_src1": [0.0, 0.0, 0.5, 0.5],
                  "class_src2": "guitar", "bbox_src2": [0.5, 0.5, 0.5, 0.5]}]
                """);
        List<AnnotatedItem> two = TruthFormat.MUSIC.read(duet).items();
        assertThat(two).extracting(AnnotatedItem::name).containsExactly("H_000_00000_src1", "H_000_00000_src2");
        assertThat(two).extracting(AnnotatedItem::group).containsOnly("H_000_00000");
        assertThat(two).extracting(AnnotatedItem::className).containsExactly("cello", "guitar");
        assertThat(two.getLast().boxes()).containsExactly(new PixelBox(112, 112, 224, 224));
        refused(
                TruthFormat.MUSIC,
                "[{\"file\": \"a_0_0\", \"class\": \"c\", \"bbox\": [0.3, 0.3, 0.9, 0.9]}]",
                "a_0_0",
                "width, height");
    }

    @Test
    void flickrSkipsTheFirstChildAndScalesFrom256() throws IOException {
        write("10000130166.xml", """
                <?xml version="1.0"?>
                <annotation>
                  <object><name>first</name>
                    <bbox><id>1</id><xmin>0</xmin><ymin>3</ymin><xmax>128</xmax><ymax>256</ymax></bbox>
                    <bbox><id>2</id><xmin>64</xmin><ymin>0</ymin><xmax>255</xmax><ymax>128</ymax></bbox>
                  </object>
                  <object><bbox><id>1</id><xmin>8</xmin><ymin>8</ymin><xmax>16</xmax><ymax>16</ymax></bbox></object>
                </annotation>
                """);
        AnnotatedItem item = TruthFormat.FLICKR.read(folder).items().getFirst();
        assertThat(item.name()).isEqualTo("10000130166");
        assertThat(item.overlap()).isEqualTo(Overlap.CONSENSUS);
        assertThat(item.boxes())
                .containsExactly(
                        new PixelBox(0, 2, 112, 224), new PixelBox(56, 0, 223, 112), new PixelBox(7, 7, 14, 14));
    }

    @Test
    void flickrRefusesWhatCouldReadOtherFiles() throws IOException {
        Path secret = write("secret.txt", "112");
        refusedXml(
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><a><o><bbox><i>1</i><x>&x;</x><y>0</y>"
                        + "<x>9</x><y>9</y></bbox></o></a>",
                "DOCTYPE");
        refusedXml("<a><o><bbox><i>1</i><x>0</x></bbox></o></a>", "five");
        refusedXml("<a><o><bbox><i>1</i><x>0</x><y>b</y><x>9</x><y>9</y></bbox></o></a>", "'b'");
        refusedXml("<a><o/></a>", "no 'bbox'");
        refusedXml("no xml", "plain XML");
    }

    @Test
    void theExtendedListHoldsNegatives() throws IOException {
        Path list = write(
                "plus.csv", "video,audio,label\r\na_000001,a_000001,non-sounding\r\nb_000002,c_000003,non-sounding");
        List<AnnotatedItem> items = ExtendedList.read(list).items();
        assertThat(items).extracting(AnnotatedItem::name).containsExactly("a_000001", "b_000002@c_000003");
        assertThat(items).allMatch(AnnotatedItem::negative);
        assertThatThrownBy(() -> ExtendedList.read(write("x.csv", "video,audio,label\na,b,dog")))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> ExtendedList.read(write("y.csv", "a,b,c")))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("video,audio,label");
    }

    @Test
    void scenesAreJudgedInTheMiddle() throws IOException {
        StringBuilder boxes = new StringBuilder();
        for (int frame = 0; frame < 100; frame++) {
            boxes.append(frame == 0 ? "" : ",").append(frame == 50 ? "[0.5,0.5,1,1]" : "[0,0,0.1,0.1]");
        }
        String thing = "{\"class\":\"bird\",\"sounds\":%s,\"boxes\":[" + boxes + "]}";
        String scene =
                "{\"video\":\"a.mp4\",\"fps\":25,\"seconds\":4,\"width\":320,\"height\":240,\"sound_class\":\"bird\","
                        + "\"objects\":[%s]}";
        write("a.json", scene.formatted(thing.formatted("true")));
        write("b.json", scene.formatted(thing.formatted("false")));
        Annotations read = TruthFormat.SCENE.read(folder);
        assertThat(read.items()).extracting(AnnotatedItem::name).containsExactly("a");
        assertThat(read.items().getFirst().boxes()).containsExactly(new PixelBox(112, 112, 224, 224));
        assertThat(read.remarks()).containsExactly("1 scenes show nothing that sounds and were left out");
    }

    @Test
    void whereSeveralThingsSoundInTurnTheOneInTheMiddleCounts() throws IOException {
        // Five frames: the third, number 2, is the middle one.
        write("a.json", """
                {"video":"a.mp4","fps":25,"seconds":0.2,"width":320,"height":240,"sound_class":"drum-kit","objects":[
                 {"class":"tom","sounds":true,"boxes":[[0,0,0.5,0.5]],"sounds_in_frame":[true,true,false,true,true]},
                 {"class":"kick","sounds":true,"boxes":[[0.5,0.5,1,1]],"sounds_in_frame":[false,false,true,false,false]}]}
                """);
        Annotations read = TruthFormat.SCENE.read(folder);
        assertThat(read.items()).hasSize(1);
        assertThat(read.items().getFirst().className()).isEqualTo("kick");
        assertThat(read.items().getFirst().boxes()).containsExactly(new PixelBox(112, 112, 224, 224));
    }

    @Test
    void twoListsMayNotOverlap() throws IOException {
        Annotations a = TruthFormat.VGGSS.read(
                write("v.json", "[{\"file\": \"a_1\", \"class\": \"c\", \"bbox\": [[0, 0, 1, 1]]}]"));
        assertThat(a.and(ExtendedList.read(write("o.csv", "video,audio,label\nb_1,a_1,non-sounding")))
                        .items())
                .hasSize(2);
        Annotations same = ExtendedList.read(write("p.csv", "video,audio,label\na_1,a_1,non-sounding"));
        assertThatThrownBy(() -> a.and(same))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("'a_1'");
    }

    private static String twice(String fields) {
        return "[{" + fields + "}, {" + fields + "}]";
    }

    private void refused(TruthFormat format, String content, String... words) throws IOException {
        Path file = write("refused.json", content);
        assertThatThrownBy(() -> format.read(file))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("refused.json")
                .hasMessageContainingAll(words);
    }

    private void refusedXml(String content, String word) throws IOException {
        write("1.xml", content);
        assertThatThrownBy(() -> TruthFormat.FLICKR.read(folder))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("1.xml")
                .hasMessageContaining(word);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
