package dev.earsight.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.ImageFile;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.SoundFile;
import dev.earsight.media.VideoFormat;
import dev.earsight.net.Model;
import dev.earsight.serve.TestServer.Reply;
import dev.earsight.serve.TestServer.Upload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A folder indexed by request, searched, and its files had in every form. */
class LibraryRoutesTest {
    @TempDir
    static Path folder;

    private static TestServer server;
    private static Path media;
    private static String events = "";
    private static JsonNode job;

    @BeforeAll
    static void index() throws Exception {
        media = Files.createDirectories(folder.resolve("films"));
        Files.createDirectories(media.resolve("sub"));
        ToyMedia.video(media.resolve("sub/video.mp4"), 3, VideoFormat.MP4_H264_AAC);
        ToyMedia.picture(media.resolve("picture.png"));
        ToyMedia.sound(media.resolve("sound.wav"), 2);
        Files.writeString(media.resolve("broken.mp4"), "no video");
        TestServer.Setup setup = new TestServer.Setup(
                List.of(
                        ToyMedia.network(folder.resolve("ave.safetensors"), Model.AVE),
                        ToyMedia.network(folder.resolve("avol.safetensors"), Model.AVOL)),
                folder.resolve("temporary"));
        setup.index = Optional.of(folder.resolve("index"));
        setup.media = List.of(media);
        server = new TestServer(setup);
        assertThat(server.postJson("/v1/search", "{\"id\":\"00\"}")
                        .json()
                        .path("detail")
                        .asString())
                .isEqualTo("Nothing is indexed yet; index a folder first.");
        Reply accepted = server.postJson("/v1/library/index", "{\"folder\":0}");
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(server.postJson("/v1/library/index", "{\"folder\":0}").problem())
                .isEqualTo("already-running");
        String address = accepted.header("Location");
        events = server.get(address + "/events").text();
        job = server.get(address).json();
        Thread.sleep(1100); // the index is looked at once a second
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothingStays() throws Exception {
        assertThat(server.temporaryFiles()).isEmpty();
        assertThat(server.notes).isEmpty();
    }

    private static String id(String path) throws Exception {
        return server.get("/v1/library/files?query=" + path)
                .json()
                .path("files")
                .get(0)
                .path("id")
                .asString();
    }

    private static List<String> paths(JsonNode answer) {
        return answer.path("hits")
                .valueStream()
                .map(hit -> hit.path("path").asString())
                .toList();
    }

    @Test
    void theEventsOfTheJobEndWithItsEnd() throws Exception {
        List<String> names = events.lines()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring(7))
                .toList();
        assertThat(names.getLast()).isEqualTo("end");
        assertThat(names.subList(0, names.size() - 1)).containsOnly("progress");
        assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("done");
        JsonNode result =
                server.get(job.path("links").path("result").asString()).json();
        assertThat(result.path("added").asInt()).isEqualTo(3);
        assertThat(result.path("failed").asInt()).isEqualTo(1);
    }

    @Test
    void theLibraryIsCountedAndListed() throws Exception {
        JsonNode library = server.get("/v1/library").json();
        assertThat(library.path("folders").get(0).path("name").asString()).isEqualTo("films");
        assertThat(library.path("folders").get(0).path("files").asInt()).isEqualTo(4);
        assertThat(library.path("index").path("videos").asInt()).isEqualTo(1);
        assertThat(library.path("index").path("failed").asInt()).isEqualTo(1);

        JsonNode failed = server.get("/v1/library/files?state=failed").json();
        assertThat(failed.path("total").asInt()).isEqualTo(1);
        assertThat(failed.path("files").get(0).path("path").asString()).isEqualTo("broken.mp4");
        assertThat(failed.path("files").get(0).path("reason").asString())
                .isNotEmpty()
                .doesNotContain(media.toString());
        assertThat(server.get("/v1/library/files?kind=sounds")
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(server.get("/v1/library/files?folder=films/sub")
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        JsonNode page = server.get("/v1/library/files?offset=3&limit=5").json();
        assertThat(page.path("files").size()).isEqualTo(1);
        assertThat(page.path("total").asInt()).isEqualTo(4);
        assertThat(server.get("/v1/library/files?limit=0").status()).isEqualTo(400);
    }

    /** A file finds itself first, whether it is uploaded, named or given as the vector that was made of it. */
    @Test
    void filesFindThemselves() throws Exception {
        JsonNode uploaded = server.post(
                        "/v1/search",
                        new Upload().file("file", media.resolve("picture.png")).text("find", "pictures"))
                .json();
        assertThat(paths(uploaded)).startsWith("picture.png");
        JsonNode first = uploaded.path("hits").get(0);
        assertThat(first.path("score").asDouble()).isCloseTo(1, within(1e-5));
        assertThat(first.path("folder").asString()).isEqualTo("films");
        assertThat(uploaded.path("query").path("kind").asString()).isEqualTo("image");

        JsonNode embedded = server.post("/v1/embed", new Upload().file("file", media.resolve("sound.wav")))
                .json();
        String vector = embedded.path("embeddings").get(0).path("vector").toString();
        JsonNode byVector = server.postJson(
                        "/v1/search", "{\"vector\":" + vector + ",\"side\":\"sound\",\"find\":\"sounds\",\"k\":1}")
                .json();
        assertThat(paths(byVector)).containsExactly("sound.wav");

        JsonNode others = server.postJson("/v1/search", "{\"id\":\"" + id("video.mp4") + "\",\"at\":1.5}")
                .json();
        assertThat(paths(others))
                .as("more like this, without this")
                .doesNotContain("sub/video.mp4")
                .isNotEmpty();
    }

    @Test
    void filtersHold() throws Exception {
        Upload form = new Upload().file("file", media.resolve("sub/video.mp4"));
        JsonNode videos = server.post("/v1/search", form.text("in", "videos").text("find", "sounds"))
                .json();
        assertThat(paths(videos)).containsOnly("sub/video.mp4");
        assertThat(videos.path("hits").get(0).path("side").asString()).isEqualTo("sound");
        Upload below = new Upload().file("file", media.resolve("picture.png")).text("folder", "films/sub");
        assertThat(paths(server.post("/v1/search", below).json())).containsOnly("sub/video.mp4");
        Upload climbing =
                new Upload().file("file", media.resolve("picture.png")).text("folder", "../..");
        assertThat(server.post("/v1/search", climbing).status()).isEqualTo(400);
    }

    /** What would this thing sound like: the nearest sounds of a part of a picture. */
    @Test
    void aPartOfAPictureAsksForSounds() throws Exception {
        Upload form = new Upload()
                .file("file", media.resolve("picture.png"))
                .text("box", "0.1,0.2,0.6,0.9")
                .text("find", "sounds");
        JsonNode answer = server.post("/v1/search", form).json();
        assertThat(answer.path("hits").valueStream().map(hit -> hit.path("side").asString()))
                .isNotEmpty()
                .containsOnly("sound");
        Upload wrong = new Upload().file("file", media.resolve("picture.png")).text("box", "0.6,0,0.1,1");
        assertThat(server.post("/v1/search", wrong).json().path("detail").asString())
                .contains("x0,y0,x1,y1");
        String named = "{\"id\":\"" + id("video.mp4") + "\",\"at\":1,\"box\":[0,0,0.5,0.5],\"find\":\"sounds\"}";
        assertThat(server.postJson("/v1/search", named).status()).isEqualTo(200);
    }

    @Test
    void questionsThatAreNoneAreRefused() throws Exception {
        for (String json : List.of(
                "{}",
                "{\"vector\":[1,2,3],\"side\":\"sound\"}",
                "{\"vector\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0],\"side\":\"sound\"}",
                "{\"vector\":[1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}",
                "{\"id\":\"x\",\"colour\":1}",
                "[1]",
                "nothing")) {
            Reply reply = server.postJson("/v1/search", json);
            assertThat(reply.status()).as(json + reply.text()).isEqualTo(400);
        }
        assertThat(server.postJson("/v1/search", "{\"id\":\"0123\"}").status()).isEqualTo(404);
    }

    @Test
    void indexedMediaAreLocalizedById() throws Exception {
        JsonNode video = server.post("/v1/localize", new Upload().text("videoId", id("video.mp4")))
                .json();
        assertThat(video.path("moments").size()).isEqualTo(15);
        Upload mixed = new Upload()
                .text("imageId", id("picture.png"))
                .text("soundId", id("sound.wav"))
                .text("soundAt", 0.5);
        assertThat(server.post("/v1/localize", mixed).json().path("moments").size())
                .isEqualTo(1);
        Upload unknown = new Upload().text("videoId", "00000000000000000000000000000000");
        assertThat(server.post("/v1/localize", unknown).status()).isEqualTo(404);
    }

    @Test
    void partsOfFilesAreMedia() throws Exception {
        String video = "/v1/media/" + id("video.mp4");
        Reply thumbnail = server.get(video + "/thumbnail?at=1.5&shortSide=32");
        assertThat(thumbnail.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(thumbnail.header("Cache-Control")).contains("max-age");
        assertThat(ImageFile.read(Files.write(folder.resolve("t.jpg"), thumbnail.body()))
                        .height())
                .isEqualTo(32);
        Reply wav = server.get(video + "/sound?start=1&seconds=1.5");
        assertThat(SoundFile.read(Files.write(folder.resolve("s.wav"), wav.body()))
                        .durationSeconds())
                .isCloseTo(1.5, within(1e-3));
        Reply excerpt = server.get(video + "/excerpt?start=2&seconds=5&shortSide=64");
        MediaInfo info = MediaInfo.probe(Files.write(folder.resolve("e.mp4"), excerpt.body()));
        assertThat(info.durationSeconds()).as("it ends with the file").isCloseTo(1, within(0.15));
        assertThat(info.hasVideo() && info.hasAudio()).isTrue();
        assertThat(server.get("/v1/media/" + id("picture.png") + "/thumbnail").status())
                .isEqualTo(200);
        assertThat(server.get("/v1/media/" + id("picture.png") + "/sound").status())
                .isEqualTo(422);
        assertThat(server.get("/v1/media/" + id("sound.wav") + "/thumbnail").status())
                .isEqualTo(422);
        assertThat(server.get(video + "/sound?start=100").status()).isEqualTo(400);
        assertThat(server.get("/v1/media/0123456789abcdef0123456789abcdef/sound")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void filesComeWholeAndInRanges() throws Exception {
        byte[] whole = Files.readAllBytes(media.resolve("sub/video.mp4"));
        String address = "/v1/media/" + id("video.mp4") + "/file";
        Reply all = server.get(address);
        assertThat(all.body()).isEqualTo(whole);
        assertThat(all.header("Content-Type")).isEqualTo("video/mp4");
        Reply part = server.get(address, "Range", "bytes=10-19");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 10, 20));
        assertThat(part.header("Content-Range")).isEqualTo("bytes 10-19/" + whole.length);
        assertThat(server.get(address, "Range", "bytes=-5").body())
                .isEqualTo(Arrays.copyOfRange(whole, whole.length - 5, whole.length));
        assertThat(server.get(address, "Range", "bytes=" + whole.length + "-").status())
                .isEqualTo(416);
        assertThat(server.get(address, "Range", "bytes=0-1,5-6").status())
                .as("several: all of it")
                .isEqualTo(200);
    }

    @Test
    void onlyTheFoldersNamedAtTheStartAreIndexed() throws Exception {
        assertThat(server.postJson("/v1/library/index", "{\"folder\":1}").status())
                .isEqualTo(404);
        assertThat(server.postJson("/v1/library/index", "{\"folder\":-1}").status())
                .isEqualTo(404);
        assertThat(server.postJson("/v1/library/index", "{}").status()).isEqualTo(400);
        assertThat(server.postJson("/v1/library/index", "{\"folder\":\"/etc\"}").status())
                .isEqualTo(400);
        assertThat(server.postJson("/v1/library/index", "{\"path\":\"/etc\"}").status())
                .isEqualTo(400);
    }

    @Test
    void aFileThatIsGoneIsSaidToBe() throws Exception {
        Path file = media.resolve("sound.wav");
        String id = id("sound.wav");
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        try {
            assertThat(server.get("/v1/media/" + id + "/file").status()).isEqualTo(404);
        } finally {
            Files.write(file, content);
        }
    }
}
