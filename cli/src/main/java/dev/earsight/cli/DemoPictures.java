package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.embed.Embedder;
import dev.earsight.localize.ContactSheet;
import dev.earsight.localize.Localizer;
import dev.earsight.localize.Overlay;
import dev.earsight.localize.OverlayStyle;
import dev.earsight.localize.VideoLocalizer;
import dev.earsight.media.ImageFile;
import dev.earsight.media.MediaFile;
import dev.earsight.media.RgbImage;
import dev.earsight.scene.SceneTruth;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the demo draws of its test videos. */
final class DemoPictures {
    private static final double AT_SECONDS = 2;
    private static final int ENLARGED = 3;

    private final Path out;
    private final Path scenes;
    private final List<String> tests = new ArrayList<>();
    private final List<String> classes = new ArrayList<>();

    DemoPictures(Path out, Path scenes, Path data) {
        this.out = out;
        this.scenes = scenes;
        try (PreparedData clips = PreparedData.open(data, Split.TEST)) {
            for (int clip = 0; clip < clips.size(); clip++) {
                String name = clips.name(clip);
                tests.add(name);
                classes.add(clips.truthJson(clip)
                        .flatMap(json -> SceneTruth.parse(json, name).soundClass())
                        .orElse(""));
            }
        }
    }

    /** A picture per test video, colored where the sound comes from. */
    void heatmaps(Path run, int count) {
        Path folder = out.resolve("heatmaps");
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new EarsightException(folder + " cannot be made; choose another --out.", failure);
        }
        try (TrainedNetwork network = TrainedNetwork.load(TrainingRun.bestCheckpoint(run))) {
            Localizer localizer = new Localizer(network);
            OverlayStyle style = OverlayStyle.plain().withPictureBeside(true).withColorBar(true);
            for (int i = 0; i < Math.min(count, tests.size()); i++) {
                Seen seen = see(tests.get(i));
                Localizer.Answer answer = localizer.localize(seen.picture, seen.samples);
                RgbImage large =
                        seen.picture.resized(ENLARGED * seen.picture.width(), ENLARGED * seen.picture.height());
                ImageFile.writePng(
                        Overlay.draw(large, answer, "sound: " + classes.get(i), style),
                        folder.resolve(stem(tests.get(i)) + ".png"));
            }
        }
    }

    /** One test video with its sound and the colors over it. */
    void overlay(Path run) {
        try (TrainedNetwork network = TrainedNetwork.load(TrainingRun.bestCheckpoint(run))) {
            new VideoLocalizer(new Localizer(network), OverlayStyle.plain(), 1, 480, 0)
                    .localize(scenes.resolve(tests.getFirst()), Optional.of(out.resolve("overlay.mp4")), _ -> {});
        }
    }

    /** Queries by sound, and the pictures nearest to them. */
    void contactSheet(Path run, int queries) {
        try (TrainedNetwork network = TrainedNetwork.load(TrainingRun.bestCheckpoint(run))) {
            Embedder embedder = new Embedder(network);
            List<Seen> seen = tests.stream().map(this::see).toList();
            List<float[]> pictures =
                    seen.stream().map(each -> embedder.picture(each.picture)).toList();
            List<ContactSheet.Row> rows = new ArrayList<>();
            for (int query = 0; query < Math.min(queries, tests.size()); query++) {
                float[] sound = embedder.sound(seen.get(query).samples);
                int asked = query;
                List<ContactSheet.Tile> hits = IntStream.range(0, tests.size())
                        .filter(i ->
                                i != asked) // a sound would find the picture it comes with: nobody would need to search
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -product(sound, pictures.get(i))))
                        .limit(6)
                        .map(i -> new ContactSheet.Tile(
                                seen.get(i).picture,
                                "sounds: " + classes.get(i),
                                String.format(java.util.Locale.ROOT, "%.2f", product(sound, pictures.get(i))),
                                classes.get(i).equals(classes.get(asked))))
                        .toList();
                rows.add(new ContactSheet.Row(
                        new ContactSheet.Tile(
                                seen.get(query).picture, "asked: " + classes.get(query), "by sound alone", false),
                        hits));
            }
            ImageFile.writePng(
                    new ContactSheet("Pictures found by sound (test videos, never trained on)", rows).draw(200),
                    out.resolve("search.png"));
        }
    }

    private record Seen(RgbImage picture, float[] samples) {}

    private Seen see(String name) {
        try (MediaFile file = MediaFile.open(scenes.resolve(name))) {
            return new Seen(
                    file.frameAt(AT_SECONDS), file.soundAround(AT_SECONDS, 1).samples());
        }
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static String stem(String name) {
        return Path.of(name).getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }
}
