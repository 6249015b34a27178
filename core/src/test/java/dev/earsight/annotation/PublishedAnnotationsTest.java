package dev.earsight.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earsight.evaluate.ClassTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The files as their authors publish them; they are not part of this repository and may lie beside it. */
class PublishedAnnotationsTest {
    @Test
    void vggss() {
        Annotations read = TruthFormat.VGGSS.read(published("vggss.json"));
        assertThat(read.items()).hasSize(5158);
        assertThat(distinct(read, AnnotatedItem::className)).hasSize(221);
        assertThat(read.items().stream()
                        .collect(Collectors.groupingBy(item -> item.boxes().size(), Collectors.counting())))
                .containsOnly(
                        java.util.Map.entry(1, 4619L),
                        java.util.Map.entry(2, 385L),
                        java.util.Map.entry(3, 94L),
                        java.util.Map.entry(4, 37L),
                        java.util.Map.entry(5, 18L),
                        java.util.Map.entry(6, 3L),
                        java.util.Map.entry(7, 2L));
        assertThat(read.remarks())
                .containsExactly(
                        "12 items reach outside the picture and were clipped",
                        "18 items hold a box without area",
                        "2 items have no area at all and fail whatever the map says");
    }

    @Test
    void labelLists() {
        LabelFile audioSet = LabelFile.read(published("audioset_eval_segments.csv"));
        assertThat(audioSet.classes()).hasSize(527).contains("/m/09x0r");
        assertThat(audioSet.labels("eval/--4gqARaEJE_0.mp4"))
                .containsExactlyInAnyOrder("/m/068hy", "/m/07q6cd_", "/m/0bt9lr", "/m/0jbk");
        // Every label of the lists is in the tree, by id.
        ClassTree tree = ClassTree.audioSet(published("audioset_ontology.json"));
        assertThat(audioSet.classes()).allMatch(label -> tree.distance(label, "/m/09x0r") < 12);
        assertThat(LabelFile.read(published("audioset_balanced_train_segments.csv"))
                        .classes())
                .hasSize(527);
        LabelFile vggSound = LabelFile.read(published("vggsound_test.csv"));
        assertThat(vggSound.classes()).hasSize(309);
        assertThat(vggSound.labels("glLQrEijrKg_000300.mp4")).containsExactly("playing hammond organ");
    }

    @Test
    void theExtendedListIsAsLongAsTheTestListAndDoesNotOverlap() {
        Annotations negatives = ExtendedList.read(published("vggss_test_plus_silent.csv"));
        Annotations positives = TruthFormat.VGGSS.read(published("vggss.json"));
        assertThat(negatives.items()).hasSize(5158).allMatch(AnnotatedItem::negative);
        assertThat(negatives.items().stream().filter(item -> !item.name().contains("@")))
                .as("clips with their own, inaudible, sound")
                .hasSize(379);
        Set<String> tested = distinct(positives, AnnotatedItem::name);
        assertThat(negatives.items().stream()
                        .map(item -> item.name().split("@", -1))
                        .filter(names -> names.length == 2 && tested.contains(names[0])))
                .as("test frames with another sound")
                .hasSize(4779);
        assertThat(positives.and(negatives).items()).hasSize(10_316);
    }

    @Test
    void is3() {
        Annotations read = TruthFormat.IS3.read(published("is3_bbox.json"));
        assertThat(read.items())
                .hasSize(6480)
                .allMatch(item -> !item.className().isEmpty());
        assertThat(distinct(read, AnnotatedItem::group)).hasSize(3240);
        assertThat(read.remarks()).isEmpty();
    }

    @Test
    void s4() {
        Annotations read = TruthFormat.IS3.read(published("s4_box.json"));
        assertThat(read.items()).hasSize(3700);
        assertThat(distinct(read, AnnotatedItem::source)).hasSize(740);
        assertThat(read.remarks()).contains("6 items have no area at all and fail whatever the map says");
    }

    @Test
    void ms3() {
        Annotations read = TruthFormat.IS3.read(published("ms3_box.json"));
        assertThat(read.items()).hasSize(320);
        assertThat(read.remarks()).contains("29 items have no area at all and fail whatever the map says");
    }

    @Test
    void musicSoloHasAreaOnlyWhenReadAsWidthAndHeight() {
        Path file = published("music_solo.json");
        Annotations read = TruthFormat.MUSIC.read(file);
        assertThat(read.items()).hasSize(2124);
        assertThat(read.remarks()).isEmpty();
        assertThat(JsonEntry.readAll(file, "file").stream()
                        .map(entry -> entry.box("bbox"))
                        .filter(box -> box[2] <= box[0] || box[3] <= box[1]))
                .as("without area if the numbers were corners")
                .hasSize(1647);
    }

    private static Set<String> distinct(Annotations annotations, Function<AnnotatedItem, String> name) {
        return new HashSet<>(annotations.items().stream().map(name).toList());
    }

    private static Path published(String name) {
        Path file = Path.of("..", "..", "shared", "data", "annotations", name);
        assumeTrue(Files.exists(file), () -> name + " does not lie in ../shared/data/annotations");
        return file;
    }
}
