package dev.earsight.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.embed.NpyArray;
import dev.earsight.embed.NpzFile;
import dev.earsight.media.ImageFile;
import dev.earsight.media.Sound;
import dev.earsight.media.SoundFile;
import dev.earsight.net.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EmbedCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    @Test
    void everySecondOfAVideoASoundAndAPictureGetTimedUnitVectors() throws IOException {
        Path video = Made.video(folder.resolve("v.mp4"), 50, 2);
        Path sound = folder.resolve("s.wav");
        SoundFile.writeWav(sound, new Sound(Made.tone(60_000)));
        Path picture = folder.resolve("p.png");
        ImageFile.writePng(Made.picture(64, 48, 20), picture);
        Path npz = folder.resolve("new/vectors.npz");

        Made.Run lines = Made.run("embed", "--run", ave(), video, sound, picture);
        Made.Run arrays = Made.run("embed", "--run", ave(), video, sound, picture, "--out", npz);

        assertThat(lines.code()).as(lines.err()).isZero();
        List<JsonNode> vectors = lines.out().lines().map(JSON::readTree).toList();
        assertThat(vectors.stream()
                        .filter(one -> one.get("file").asString().equals(sound.toString()))
                        .map(EmbedCommandTest::described))
                .containsExactly("sound 0.00-1.00", "sound 0.25-1.25");
        assertThat(vectors.stream()
                        .filter(one -> one.get("file").asString().equals(video.toString()))
                        .map(EmbedCommandTest::described))
                .startsWith("picture 0.00-0.00", "sound 0.00-1.00", "picture 1.00-1.00", "sound 0.50-1.50");
        assertThat(described(vectors.getLast())).isEqualTo("picture 0.00-0.00");
        for (JsonNode one : vectors) {
            double squares = IntStream.range(0, 128)
                    .mapToDouble(i -> Math.pow(one.get("vector").get(i).asDouble(), 2))
                    .sum();
            assertThat(one.get("vector")).hasSize(128);
            assertThat(squares).isCloseTo(1, within(1e-4));
        }

        assertThat(arrays.out()).isEqualToIgnoringNewLines(npz + ": " + vectors.size() + " vectors.");
        Map<String, NpyArray> read = NpzFile.read(npz);
        assertThat(read.keySet()).containsExactly("vectors", "kind", "file", "start_seconds", "end_seconds");
        assertThat(requireNonNull(read.get("vectors")).shape()).containsExactly(vectors.size(), 128);
        float[] values = ((NpyArray.Floats) requireNonNull(read.get("vectors"))).values();
        for (int i = 0; i < vectors.size(); i++) {
            assertThat(values[128 * i + 5])
                    .isCloseTo((float) vectors.get(i).get("vector").get(5).asDouble(), within(1e-6f));
        }
        assertThat(((NpyArray.Texts) requireNonNull(read.get("kind"))).values()[1])
                .isEqualTo("sound");
        assertThat(((NpyArray.Doubles) requireNonNull(read.get("end_seconds"))).values()[1])
                .isEqualTo(1);
    }

    @Test
    void failingFilesAreReportedAndTheOthersGoOn() throws IOException {
        Path text = Files.writeString(folder.resolve("text.mp4"), "words, not a video\n".repeat(100));
        Path sound = folder.resolve("s.wav");
        SoundFile.writeWav(sound, new Sound(Made.tone(30_000)));
        Path out = folder.resolve("v.jsonl");

        Made.Run run = Made.run("embed", "--run", ave(), text, sound, "--out", out, "--hop", 0.04);

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err()).contains("Skipped: ").contains("text.mp4").contains("1 of 2 files");
        assertThat(Files.readAllLines(out)).as("a short sound is one window").hasSize(1);
        assertThat(described(JSON.readTree(Files.readAllLines(out).getFirst()))).isEqualTo("sound 0.00-0.63");
    }

    @Test
    void saysWhatToChange() {
        Path sound = folder.resolve("s.wav");
        SoundFile.writeWav(sound, new Sound(Made.tone(30_000)));
        Path avol = Made.network(folder.resolve("avol.safetensors"), Model.AVOL, 1, 0);
        Path good = ave();

        fails("embed with a run of --model ave", "embed", "--run", avol, sound);
        fails("holds no trained network", "embed", "--run", folder.resolve("nowhere"), sound);
        fails("must end in .npz or .jsonl", "embed", "--run", good, sound, "--out", folder.resolve("v.csv"));
        fails("is one of the inputs", "embed", "--run", good, sound, "--out", sound);
        fails("--hop must be at least", "embed", "--run", good, sound, "--hop", 0);
        fails("cannot be written", "embed", "--run", good, sound, "--out", sound.resolve("v.npz"));
        Path folderOfThatName = folder.resolve("d.npz");
        assertThat(folderOfThatName.toFile().mkdir()).isTrue();
        fails("d.npz is a folder", "embed", "--run", good, sound, "--out", folderOfThatName);
        assertThat(folderOfThatName).isDirectory();
        fails("missing.wav", "embed", "--run", good, folder.resolve("missing.wav"));
    }

    private static void fails(String message, Object... arguments) {
        Made.Run run = Made.run(arguments);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.code()).isEqualTo(1);
    }

    private Path ave() {
        return Made.network(folder.resolve("ave.safetensors"), Model.AVE, 1, 0);
    }

    private static String described(JsonNode one) {
        return String.format(
                "%s %.2f-%.2f",
                one.get("kind").asString(),
                one.get("start_seconds").asDouble(),
                one.get("end_seconds").asDouble());
    }
}
