package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.media.ImageFile;
import dev.earsight.net.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiagnoseCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private Path data() throws IOException {
        Path videos = folder.resolve("videos");
        Files.createDirectories(videos.resolve("test"));
        for (int i = 0; i < 3; i++) {
            Made.video(videos.resolve("test/v" + i + ".mp4"), 60 + 5 * i, 2.4 + 0.2 * i);
        }
        Path data = folder.resolve("data");
        Made.Run prepared = Made.run("prepare", videos, "--out", data, "--split-by-folder", "--workers", 1);
        assertThat(prepared.code()).as(prepared.err()).isZero();
        return data;
    }

    @Test
    void aRunIsDiagnosedAndLocalizeTakesItsOperatingPoint() throws IOException {
        Path data = data();
        Path run = Files.createDirectories(folder.resolve("run"));
        // Log-odds of 3 whatever is seen and heard: one threshold has all false alarms, the next none.
        Made.network(run.resolve("best.safetensors"), Model.AVOL, 0, 3);
        Path json = folder.resolve("out/diagnosis.json");
        Path histogram = folder.resolve("out/histogram.png");

        Made.Run made = Made.run(
                "diagnose",
                "--run",
                run,
                "--data",
                data,
                "--split",
                "test",
                "--moments",
                2,
                "--json",
                json,
                "--histogram",
                histogram,
                "--report",
                folder.resolve("out/page.html"));

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out())
                .contains("silence", "corners masked", "sound alone", "false alarms")
                .contains("- It cannot be told from guessing")
                .contains("Operating point: " + run.resolve("operating-point.json"));
        assertThat(ImageFile.read(histogram).width()).isEqualTo(1200);
        assertThat(Files.readString(folder.resolve("out/page.html")))
                .contains(
                        "id=\"changes\"",
                        "picture through H.264",
                        "It cannot be told from guessing",
                        "<audio",
                        "held out")
                .doesNotContain("://");
        assertThat(Files.readString(folder.resolve("out/page.md"))).contains("| silence |");
        JsonNode found = JSON.readTree(Files.readString(json));
        assertThat(found.get("effects")).hasSize(16);
        assertThat(found.get("effects").get(1).get("disturbance").asString()).isEqualTo("silence");
        assertThat(found.get("histogram").get("matched")).hasSize(40);
        JsonNode point = JSON.readTree(Files.readString(run.resolve("operating-point.json")));
        assertThat(point).isEqualTo(found.get("operatingPoint"));
        assertThat(point.get("falseAlarmRate").asDouble()).isZero();
        assertThat(point.get("probability").asDouble()).isGreaterThan(0.9525); // above 1 / (1 + exp(-3))
        assertThat(point.get("split").asString()).isEqualTo("test");

        Path video = folder.resolve("videos/test/v0.mp4");
        Made.Run localized = Made.run("localize", "--run", run, video);
        assertThat(localized.code()).as(localized.err()).isZero();
        assertThat(localized.err()).contains("Visible from a probability of 0.953", "operating-point.json");
        assertThat(localized.out()).contains("nothing visible makes this sound (p 0.95)");
        assertThat(Made.run("localize", "--run", run, video, "--visible-from", 0.9)
                        .out())
                .contains("sounds at x 25 %, y 25 % (p 0.95)");
        assertThat(Made.run("localize", "--run", run, video, "--visible-from", 1.5)
                        .err())
                .contains("--visible-from is a probability");

        Made.network(run.resolve("best.safetensors"), Model.AVOL, 0, 2);
        Made.Run trainedOn = Made.run("localize", "--run", run, video);
        assertThat(trainedOn.err()).contains("earlier network");
        assertThat(trainedOn.out()).contains("sounds at x 25 %");
    }

    @Test
    void aCheckpointFileIsDiagnosedAndNothingSaved() throws IOException {
        Path data = data();
        Path file = Made.network(folder.resolve("ave.safetensors"), Model.AVE, 1, 0);
        Made.Run made = Made.run("diagnose", "--run", file, "--data", data, "--split", "test", "--moments", 1);
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).contains("recall@10", "Operating point: not saved, since " + file);
        assertThat(folder.resolve("operating-point.json")).doesNotExist();
    }

    @Test
    void saysWhatToChange() throws IOException {
        Path data = data();
        Path file = Made.network(folder.resolve("ave.safetensors"), Model.AVE, 1, 0);
        fails("--false-alarms is a share", "diagnose", "--run", file, "--data", data, "--false-alarms", 1);
        fails("--moments must be at least 1", "diagnose", "--run", file, "--data", data, "--moments", 0);
        fails("holds no trained network", "diagnose", "--run", folder.resolve("nowhere"), "--data", data);
        fails("choose another --split", "diagnose", "--run", file, "--data", data);
        fails("nowhere", "diagnose", "--run", file, "--data", folder.resolve("nowhere"));
        fails("is a folder", "diagnose", "--run", file, "--data", data, "--json", folder);
    }

    private static void fails(String message, Object... arguments) {
        Made.Run run = Made.run(arguments);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.code()).isEqualTo(1);
    }
}
