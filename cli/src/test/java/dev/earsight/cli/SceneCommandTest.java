package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.media.ImageFile;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.Sound;
import dev.earsight.media.SoundFile;
import dev.earsight.scene.SceneTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneCommandTest {
    @TempDir
    Path folder;

    @Test
    void makesVideosWithTruthAndKeepsThemWhenRunAgain() throws IOException {
        Path out = folder.resolve("scenes");
        Object[] command = {
            "scene",
            "--out",
            out,
            "--clips",
            2,
            "--first",
            3,
            "--seconds",
            0.4,
            "--width",
            64,
            "--height",
            48,
            "--frame-rate",
            10,
            "--snr",
            "-5..10",
            "--size",
            "0.3",
            "--background-style",
            "stripes",
            "--threads",
            1
        };

        Made.Run first = Made.run(command);
        Made.Run second = Made.run(command);

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).isEqualToIgnoringNewLines(out + ": 2 clips written, 0 kept from before.");
        assertThat(second.out()).isEqualToIgnoringNewLines(out + ": 0 clips written, 2 kept from before.");
        try (var files = Files.list(out)) {
            var names = files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
            assertThat(names).hasSize(4);
            MediaInfo made = MediaInfo.probe(out.resolve(names.stream()
                    .filter(name -> name.endsWith(".mp4"))
                    .findFirst()
                    .orElseThrow()));
            assertThat(made.width()).isEqualTo(64);
            assertThat(made.framesPerSecond()).isEqualTo(10);
        }
    }

    @Test
    void makesScenesInWhichOneSeesWhatIsPlayed() throws IOException {
        for (String playing : new String[] {"moving-others", "KIT"}) {
            Path out = folder.resolve(playing);
            Made.Run run = Made.run(
                    "scene",
                    "--out",
                    out,
                    "--clips",
                    1,
                    "--playing",
                    playing,
                    "--twins",
                    1,
                    "--silent-objects",
                    1,
                    "--seconds",
                    1.6,
                    "--width",
                    64,
                    "--height",
                    48);
            assertThat(run.code()).as(run.err()).isZero();
            SceneTruth truth = SceneTruth.read(out.resolve("scene-000000.json"));
            assertThat(truth.objects()).hasSize(playing.equals("KIT") ? 5 : 2);
            assertThat(truth.soundingBoxes(20)).isNotEmpty();
            assertThat(truth.objects().stream().filter(SceneTruth.Thing::sounds))
                    .isNotEmpty()
                    .allMatch(thing -> thing.soundsInFrame().size() == 40
                            && !thing.events().isEmpty());
        }
    }

    @Test
    void listsFilesThatCannotBeRead() throws IOException {
        Path objects = folder.resolve("objects");
        Path sounds = folder.resolve("sounds");
        Files.createDirectories(objects.resolve("bell"));
        Files.createDirectories(sounds.resolve("bell"));
        ImageFile.writePng(Made.picture(40, 40, 20), objects.resolve("bell/good.png"));
        Files.writeString(objects.resolve("bell/broken.png"), "words");
        SoundFile.writeWav(sounds.resolve("bell/a.wav"), new Sound(Made.tone(48_000)));

        Made.Run run = Made.run(
                "scene",
                "--out",
                folder.resolve("out"),
                "--clips",
                8,
                "--objects",
                objects,
                "--sounds",
                sounds,
                "--seconds",
                0.2,
                "--width",
                64,
                "--height",
                48,
                "--silent-objects",
                0,
                "--format",
                "mov");

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.out()).contains("8 clips written").contains("1 files could not be read");
        assertThat(run.err()).contains("Not used: ").contains("broken.png");
    }

    @Test
    void saysWhatToChange() {
        fails(1, "--clips must be at least 1", "--clips", 0);
        fails(1, "the twins must be 0 to 16", "--clips", 1, "--twins", -1);
        fails(1, "must be even", "--clips", 1, "--width", 33);
        fails(1, "--objects and --sounds go together", "--clips", 1, "--objects", folder);
        fails(1, "--playing shows drawn things", "--clips", 1, "--playing", "kit", "--objects", folder);
        fails(2, "loudly is none of unseen, still-others", "--clips", 1, "--playing", "loudly");
        fails(2, "is not a range", "--clips", 1, "--snr", "loud");
        fails(2, "begins above its end", "--clips", 1, "--size", "0.4..0.2");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private void fails(int code, String message, Object... more) {
        Object[] arguments = new Object[3 + more.length];
        arguments[0] = "scene";
        arguments[1] = "--out";
        arguments[2] = folder.resolve("out");
        System.arraycopy(more, 0, arguments, 3, more.length);
        Made.Run run = Made.run(arguments);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.code()).isEqualTo(code);
    }
}
