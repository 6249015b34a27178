package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.media.ImageFile;
import dev.earsight.media.Sound;
import dev.earsight.media.SoundFile;
import dev.earsight.net.Model;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code index}, {@code search} and {@code similar}, with worker processes as users have them. */
class IndexCommandTest {
    @TempDir
    static Path folder;

    private static Path index = Path.of("");
    private static Path media = Path.of("");
    private static Path ave = Path.of("");
    private static Made.Run indexed = new Made.Run(-1, "", "");

    @BeforeAll
    static void make() throws IOException {
        media = folder.resolve("media");
        Files.createDirectories(media.resolve("sub"));
        index = folder.resolve("index");
        ave = Made.network(folder.resolve("ave.safetensors"), Model.AVE, 1, 0);
        Made.video(media.resolve("video.mp4"), 75, 3);
        SoundFile.writeWav(media.resolve("sub/sound.wav"), new Sound(Made.tone(120_000)));
        ImageFile.writePng(Made.picture(64, 48, 20), media.resolve("sub/picture.png"));
        Files.copy(media.resolve("sub/picture.png"), media.resolve("copy, once.png"));
        Files.writeString(media.resolve("words.mp4"), "words, not a video\n".repeat(100));
        indexed = Made.run("index", "--run", ave, "--out", index, media, "--workers", 1);
    }

    @Test
    void saysWhatIsIndexedAndWhatIsNot() throws IOException {
        assertThat(indexed.code()).as(indexed.err()).isEqualTo(5);
        assertThat(indexed.out())
                .contains("4 files (2 images, 1 sounds, 1 videos; 0.00 hours), 11 vectors; 3 added, 0 moved, 0 removed")
                .contains("1 files cannot be used; the reasons are in " + index.resolve("failures.csv"));
        assertThat(indexed.err()).contains("Skipped: ").contains("words.mp4 is no media file");
        assertThat(Files.readAllLines(index.resolve("failures.csv")).getLast()).contains("words.mp4,not-media,");
    }

    @Test
    void hitsComeAsTextJsonTablesAndCues() {
        Path query = media.resolve("sub/picture.png");
        Made.Run text = Made.run("search", "--index", index, query, "--k", 2);
        assertThat(text.code()).as(text.err()).isZero();
        assertThat(text.out().lines().toList())
                .hasSize(6)
                .startsWith("Pictures", "   1.000                    " + real(media.resolve("copy, once.png")))
                .contains("Sounds");

        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(Made.run("search", "--index", index, query, "--json", "--in", "videos", "--side", "pictures")
                        .out());
        assertThat(json.get("hits")).hasSize(1);
        assertThat(json.get("hits").get(0).get("file").asString()).isEqualTo(real(media.resolve("video.mp4")));
        assertThat(json.get("hits").get(0).get("end_seconds").asDouble()).isEqualTo(3);

        assertThat(Made.run("search", "--index", index, query, "--csv", "--in", "images")
                        .out())
                .isEqualToNormalizingNewlines("""
                        side,score,file,kind,start_seconds,end_seconds,best_seconds
                        picture,1.000000,"%s",image,0.000,0.000,0.000
                        """.formatted(real(media.resolve("copy, once.png"))));
        assertThat(Made.run("search", "--index", index, query, "--vtt", "--in", "videos", "--side", "pictures")
                        .out())
                .startsWith(
                        "WEBVTT\n\nNOTE " + real(media.resolve("video.mp4")) + "\n\n00:00:00.000 --> 00:00:03.000\n");
        assertThat(Made.run("search", "--index", index, query, "--folder", "sub", "--csv")
                        .out())
                .contains("picture.png", "sound.wav")
                .doesNotContain("video.mp4", "copy");
    }

    @Test
    void aRecordingOnStandardInputAndAMomentOfAVideoAreQueries() throws IOException {
        InputStream in = System.in;
        try {
            System.setIn(new ByteArrayInputStream(Files.readAllBytes(media.resolve("sub/sound.wav"))));
            Path sheet = folder.resolve("new/sheet.png");
            Made.Run run =
                    Made.run("search", "--index", index, "-", "--in", "sounds", "--csv", "--contact-sheet", sheet);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("sound,1.000000," + real(media.resolve("sub/sound.wav")) + ",sound,0.000,2.500");
            assertThat(ImageFile.read(sheet).width()).isGreaterThan(400);
        } finally {
            System.setIn(in);
        }
        assertThat(Made.run("search", "--index", index, media.resolve("video.mp4"), "--at", 2, "--k", 1)
                        .out())
                .contains("1.000", "video.mp4");
    }

    @Test
    void findsCopies() {
        Made.Run all = Made.run("similar", "--index", index);
        assertThat(all.code()).as(all.err()).isZero();
        assertThat(all.out())
                .contains(
                        "the same bytes",
                        real(media.resolve("copy, once.png")),
                        real(media.resolve("sub/picture.png")));
        assertThat(Made.run("similar", "--index", index, media.resolve("sub/sound.wav"), "--json")
                        .out())
                .contains("\"kind\" : \"sound\"", real(media.resolve("sub/sound.wav")));
    }

    @Test
    void theIndexRemembersItsNetworkAndFolders() {
        Made.Run again = Made.run("index", "--out", index);
        assertThat(again.code()).as(again.err()).isEqualTo(5);
        assertThat(again.out()).contains("4 files", "0 added");
    }

    @Test
    void saysWhatToChange() {
        Path other = Made.network(folder.resolve("other.safetensors"), Model.AVE, 2, 0);
        Path picture = media.resolve("sub/picture.png");
        fails("say with --run which network", "index", "--out", folder.resolve("none"), media);
        fails("another network", "search", "--index", index, picture, "--run", other);
        fails("another network", "index", "--out", index, "--run", other);
        fails("is not an index", "search", "--index", media, picture);
        fails("is not there", "index", "--out", index, folder.resolve("missing"));
        fails("ends before 9.0 s", "search", "--index", index, media.resolve("video.mp4"), "--at", 9);
        fails("--k must be at least 1", "search", "--index", index, picture, "--k", 0);
        fails("is one of the inputs", "search", "--index", index, picture, "--contact-sheet", picture);
        fails("missing.png", "search", "--index", index, folder.resolve("missing.png"));
    }

    private static void fails(String message, Object... arguments) {
        Made.Run run = Made.run(arguments);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.code()).isEqualTo(1);
    }

    private static String real(Path path) {
        try {
            return path.toRealPath().toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
