package dev.earsight.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.media.JpegCodec;
import dev.earsight.media.RgbImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A folder of fake videos and what is prepared from it, for tests. */
record PreparedFolder(Path videos, Path data) {
    static final KeepOptions KEEP = new KeepOptions(24, 95, 25, 2, 3600);

    static PreparedFolder in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("videos"));
        return new PreparedFolder(folder.resolve("videos"), folder.resolve("data"));
    }

    /** Shards of 200 kB and clips of 2 s, so that a few short files fill several of each. */
    PreparationOptions options() {
        return PreparationOptions.of(videos, data).withKeep(KEEP).withWorkers(1).withShardBytes(200_000);
    }

    PreparedFolder video(String name, String kind, int frames, int samples, long seed) throws IOException {
        FakeDecoder.write(videos.resolve(name), kind, frames, samples, seed);
        return this;
    }

    PreparationReport prepare() {
        return prepare(options(), _ -> {});
    }

    PreparationReport prepare(PreparationOptions options, Consumer<String> faults) {
        return Preparation.run(options, PreparationListener.NONE, FakeDecoder.InProcess::new, faults);
    }

    PreparedData open() {
        return PreparedData.open(data, EnumSet.allOf(Split.class));
    }

    /** Every line of skipped.csv, without the header. */
    List<String> skipped() throws IOException {
        return Files.readAllLines(data.resolve(Preparation.SKIPPED)).stream()
                .skip(1)
                .toList();
    }

    /** Everything a training loop can see, as text: equal data gives equal maps. */
    Map<String, String> everything() {
        Map<String, String> seen = new TreeMap<>();
        try (PreparedData open = open()) {
            for (int clip = 0; clip < open.size(); clip++) {
                int hash = 0;
                for (int k = 0; k < open.frameCount(clip); k += open.frameStep(clip)) {
                    hash = 31 * hash + Arrays.hashCode(open.frame(clip, k).rgb());
                }
                float[] sound = open.sound(clip, 0, (int) open.sampleCount(clip));
                String value = open.source(clip) + " frames " + open.frameCount(clip) + " " + hash + " sound "
                        + sound.length + " " + Arrays.hashCode(sound) + " truth " + open.truthJson(clip);
                assertThat(seen.put(open.name(clip), value)).as("clip twice").isNull();
            }
        }
        return seen;
    }

    /** Size and time of each file under the videos. */
    Map<String, String> videoStates() throws IOException {
        Map<String, String> states = new TreeMap<>();
        try (Stream<Path> files = Files.walk(videos)) {
            for (Path file : files.toList()) {
                String content = Files.isRegularFile(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
                states.put(file.toString(), Files.getLastModifiedTime(file) + " " + content.hashCode());
            }
        }
        return states;
    }

    static RgbImage throughJpeg(RgbImage frame) {
        try (JpegCodec codec = new JpegCodec()) {
            byte[] jpeg = codec.encode(frame, KEEP.jpegQuality());
            return codec.decode(jpeg, 0, jpeg.length);
        }
    }
}
