package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.ImageFile;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.SoundFile;
import dev.earsight.net.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LocalizeCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Log-odds of 3 everywhere: a probability of 0.95, the peak in the first of the four cells. */
    private static final String VISIBLE = "sounds at x 25 %, y 25 % (p 0.95)";

    @TempDir
    Path folder;

    @Test
    void aVideoGetsAnOverlayLinesOfTextAndJson() throws IOException {
        Path video = Made.video(folder.resolve("in.mp4"), 35, 1.4);
        Path out = folder.resolve("new/out.mp4");
        Path json = folder.resolve("out.jsonl");

        Made.Run run = Made.run(
                "localize",
                "--run",
                sure(3),
                video,
                "--out",
                out,
                "--json",
                json,
                "--every",
                10,
                "--side-by-side",
                "--color-bar");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines()).containsExactly("00:00  " + VISIBLE, "00:01  " + VISIBLE, out.toString());
        MediaInfo written = MediaInfo.probe(out);
        assertThat(written.height()).isEqualTo(64);
        assertThat(written.width()).as("the plain picture beside, the scale").isEqualTo(96 + 4 + 96 + 46);
        assertThat(written.durationSeconds()).isCloseTo(1.4, within(0.1));
        List<JsonNode> answers = answers(json);
        assertThat(answers)
                .extracting(answer -> answer.get("seconds").asDouble())
                .containsExactly(0.0, 0.4, 0.8, 1.2);
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.get("file").asString()).isEqualTo(video.toString());
            assertThat(answer.get("heard").asBoolean()).isTrue();
            assertThat(answer.get("visible").asBoolean()).isTrue();
            assertThat(answer.get("probability").asDouble()).isCloseTo(1 / (1 + Math.exp(-3)), within(1e-6));
            assertThat(answer.get("peak").get("x").asDouble()).isEqualTo(0.25);
            assertThat(answer.get("boxes")).hasSize(1);
            JsonNode box = answer.get("boxes").get(0);
            assertThat(List.of(
                            box.get("x0").asDouble(),
                            box.get("y0").asDouble(),
                            box.get("x1").asDouble(),
                            box.get("y1").asDouble()))
                    .containsExactly(0.0, 0.0, 1.0, 1.0);
        });
    }

    @Test
    void saysSoWhereNothingVisibleSoundsAndWhereThereIsNoSound() throws IOException {
        Path video = Made.video(folder.resolve("in.mp4"), 100, 1);
        Path json = folder.resolve("out.jsonl");

        Made.Run run = Made.run("localize", "--run", sure(-2.586), video, "--json", json, "--every", 25);

        assertThat(run.code()).as(run.err()).isZero();
        String nothing = "nothing visible makes this sound (p 0.07)";
        assertThat(run.out().lines())
                .containsExactly("00:00  " + nothing, "00:01  " + nothing, "00:02  no sound", "00:03  no sound");
        assertThat(answers(json))
                .extracting(answer -> answer.get("heard").asBoolean())
                .containsExactly(true, true, false, false);
        assertThat(answers(json).getFirst().get("boxes")).isEmpty();
    }

    @Test
    void severalInputsGoToAFolderAndFailingOnesAreReported() throws IOException {
        Path good = Made.video(folder.resolve("good.mp4"), 5, 0.2);
        Path mute = Made.video(folder.resolve("mute.mp4"), 5, -1);
        Path text = Files.writeString(folder.resolve("text.mp4"), "words, not a video\n".repeat(100));
        Path out = folder.resolve("results");

        Made.Run run = Made.run("localize", "--run", sure(3), mute, text, good, "--out", out);

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err().lines())
                .anyMatch(
                        line -> line.startsWith("Skipped: ") && line.contains("mute.mp4") && line.contains("no sound"))
                .anyMatch(line -> line.startsWith("Skipped: ") && line.contains("text.mp4"))
                .contains("2 of 3 files could not be used.");
        assertThat(out).isDirectoryContaining(file -> file.endsWith("good.mp4"));
        try (var files = Files.list(out)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aPictureAndASoundGiveAPicture() {
        Path picture = folder.resolve("p.png");
        ImageFile.writePng(Made.picture(90, 61, 40), picture);
        Path sound = folder.resolve("s.wav");
        SoundFile.writeWav(sound, new Sound(Made.tone(70_000)));
        Path out = folder.resolve("out.png");
        assertThat(Made.run("localize", "--run", sure(0), picture, "--out", out).err())
                .contains("p.png is a picture", "the sound that is asked about");

        Made.Run run = Made.run("localize", "--run", sure(3), picture, sound, "--out", out);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines(VISIBLE);
        assertThat(ImageFile.read(out).width()).isEqualTo(90);
        assertThat(ImageFile.read(out).height()).isEqualTo(61);
        assertThat(ImageFile.read(out).rgb())
                .isNotEqualTo(ImageFile.read(picture).rgb());
    }

    /** Looked at both ways, a picture and its mirror image get mirrored answers; one look has no reason to. */
    @Test
    void severalLooksAreAveraged() throws IOException {
        Path network = Made.network(folder.resolve("best.safetensors"), Model.AVOL, 20, 0);
        double[] single = mirroredPair(network, "--scales", "2");
        double[] several = mirroredPair(network, "--scales", "1,2", "--flip");
        assertThat(Math.abs(single[0] - single[1])).isGreaterThan(1e-4);
        assertThat(several[0]).isCloseTo(several[1], within(1e-5));
        assertThat(several[2] + several[3]).isCloseTo(1, within(1e-4));
    }

    /** Probabilities of a picture and its mirror image, and the x of their peaks. */
    private double[] mirroredPair(Path network, String... options) throws IOException {
        RgbImage image = Made.picture(96, 96, 30);
        byte[] mirrored = new byte[image.rgb().length];
        for (int i = 0; i < mirrored.length / 3; i++) {
            System.arraycopy(image.rgb(), 3 * i, mirrored, 3 * (i / 96 * 96 + 95 - i % 96), 3);
        }
        Path sound = folder.resolve("s.wav");
        SoundFile.writeWav(sound, new Sound(Made.tone(60_000)));
        double[] found = new double[4];
        for (int i = 0; i < 2; i++) {
            Path picture = folder.resolve("p.png");
            ImageFile.writePng(i == 0 ? image : new RgbImage(96, 96, mirrored), picture);
            Path json = folder.resolve("p.jsonl");
            List<Object> arguments = new ArrayList<>(List.of("localize", "--run", network, picture, sound));
            arguments.addAll(List.of("--out", folder.resolve("out.png"), "--json", json));
            arguments.addAll(List.of(options));
            Made.Run run = Made.run(arguments.toArray());
            assertThat(run.code()).as(run.err()).isZero();
            JsonNode answer = answers(json).getFirst();
            found[i] = answer.get("probability").asDouble();
            found[2 + i] = answer.get("peak").get("x").asDouble();
        }
        return found;
    }

    @Test
    void saysWhatToChange() {
        Path video = Made.video(folder.resolve("in.mp4"), 3, 0.12);
        Path mute = Made.video(folder.resolve("mute.mp4"), 3, -1);
        Path good = sure(3);
        Path ave = Made.network(folder.resolve("ave.safetensors"), Model.AVE, 1, 0);

        fails("holds no trained network", "localize", "--run", folder.resolve("nowhere"), video);
        fails("localize with a run of --model avol", "localize", "--run", ave, video);
        fails("has no sound", "localize", "--run", good, mute);
        fails("is one of the inputs", "localize", "--run", good, video, "--out", video);
        fails("is one of the inputs", "localize", "--run", good, video, "--out", folder);
        fails("is one of the inputs", "localize", "--run", good, video, "--json", video);
        fails("must end in .mp4", "localize", "--run", good, video, "--out", folder.resolve("out.avi"));
        fails("need a folder", "localize", "--run", good, video, mute, "--out", folder.resolve("out.mp4"));
        fails("missing.mp4", "localize", "--run", good, folder.resolve("missing.mp4"));
        assertThat(Made.run("localize", "--run", good).code()).isEqualTo(2);
        assertThat(MediaInfo.probe(video).hasVideo()).as("the input is whole").isTrue();
    }

    @Test
    void badInputsAndPlacesEndInASentenceAndInputsStayAsTheyAre() throws IOException {
        Path video = Made.video(folder.resolve("in.mp4"), 3, 0.12);
        Path mute = Made.video(folder.resolve("mute.mp4"), 3, -1);
        Path sound = folder.resolve("s.wav");
        SoundFile.writeWav(sound, new Sound(Made.tone(30_000)));
        Path picture = folder.resolve("p.png");
        ImageFile.writePng(Made.picture(64, 48, 20), picture);
        Path text = Files.writeString(folder.resolve("text.mp4"), "words, not a video\n".repeat(100));
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        Path link = Files.createSymbolicLink(folder.resolve("link.mp4"), video);
        byte[] before = Files.readAllBytes(video);
        Path good = sure(3);
        Path out = folder.resolve("out.mp4");
        Path drawn = folder.resolve("out.png");

        fails("text.mp4: not a media file", "localize", "--run", good, text, "--out", out);
        fails("empty.mp4: the file has no bytes", "localize", "--run", good, empty, "--out", out);
        fails("s.wav: has no moving pictures", "localize", "--run", good, sound, "--out", out);
        fails("p.png is a picture", "localize", "--run", good, picture, "--out", out);
        fails("text.mp4: not a media file", "localize", "--run", good, picture, text, "--out", drawn);
        fails("missing.wav", "localize", "--run", good, picture, folder.resolve("missing.wav"), "--out", drawn);
        fails("mute.mp4: has no sound", "localize", "--run", good, picture, mute, "--out", drawn);
        fails("is one of the inputs", "localize", "--run", good, video, "--out", link);
        fails("name the same file", "localize", "--run", good, video, "--out", out, "--json", out);
        fails("cannot be written", "localize", "--run", good, video, "--out", text.resolve("out.mp4"));
        fails(
                "d.jsonl is a folder",
                "localize",
                "--run",
                good,
                video,
                "--json",
                Files.createDirectory(folder.resolve("d.jsonl")));
        assertThat(out).doesNotExist();
        assertThat(drawn).doesNotExist();
        assertThat(Files.readAllBytes(video)).isEqualTo(before);
        assertThat(Files.size(empty)).isZero();
    }

    private static void fails(String message, Object... arguments) {
        Made.Run run = Made.run(arguments);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
    }

    private Path sure(double logOdds) {
        return Made.network(folder.resolve("best.safetensors"), Model.AVOL, 0, logOdds);
    }

    private static List<JsonNode> answers(Path json) throws IOException {
        return Files.readAllLines(json).stream().map(JSON::readTree).toList();
    }
}
