package dev.earsight.cli;

import dev.earsight.clip.Pair;
import dev.earsight.evaluate.ClassTree;
import dev.earsight.evaluate.Confusion;
import dev.earsight.evaluate.Retrieval.Direction;
import dev.earsight.localize.Overlay;
import dev.earsight.localize.OverlayStyle;
import dev.earsight.localize.ScoreMap;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.protocol.ItemScore;
import dev.earsight.report.Block;
import dev.earsight.shard.ClipLibrary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The pictures, sounds and planes of a report: a bounded choice of the clips. */
final class EvaluationPictures {
    static final int MAPS_EACH = 5;
    static final int QUERIES = 6;
    static final int HITS = 5;
    static final int MOST_POINTS = 500;
    static final int MOST_CLASSES = 25;

    /** What is limited, in words. */
    static final String LIMITS = "Limits of this page: " + MAPS_EACH
            + " maps each of the best, the middle and the worst, "
            + QUERIES + " queries with " + HITS + " answers each way, " + MOST_CLASSES
            + " classes in a table of confusions, "
            + MOST_POINTS + " clips on a plane; sounds of one second at 16 kHz, pictures at most 240 pixels wide.";

    private static final int ENLARGED_WIDTH = 240;

    private final ClipLibrary clips;
    private final ClassTree classes;

    EvaluationPictures(ClipLibrary clips, ClassTree classes) {
        this.clips = clips;
        this.classes = classes;
    }

    /** Where the sound was said to come from: best, middle and worst clips; what lay under the peaks. */
    List<Block> maps(NetworkLocalization found) {
        Map<String, NetworkLocalization.Item> items = new HashMap<>();
        found.items().forEach(item -> items.put(item.truth().item().name(), item));
        List<ItemScore> sorted = found.report().orElseThrow().scores().stream()
                .sorted(Comparator.comparingDouble(EvaluationPictures::quality).reversed())
                .toList();
        int each = Math.min(MAPS_EACH, (sorted.size() + 2) / 3);
        int middle = Math.max(each, (sorted.size() - each) / 2);
        List<Block.Row> rows = new ArrayList<>();
        rows.add(mapRow("Best", sorted.subList(0, each), items));
        rows.add(mapRow("Middle", sorted.subList(middle, Math.min(sorted.size(), middle + each)), items));
        rows.add(mapRow(
                "Worst",
                sorted.subList(Math.max(middle, sorted.size() - each), sorted.size())
                        .reversed(),
                items));
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Sheet(
                "Ordered by cIoU, adaptive where the protocol has it. Colors: probability of each place; ring: the peak; white "
                        + "box: what sounds. A green edge: the peak lies in a box.",
                rows));
        List<NetworkLocalization.Item> known = found.items().stream()
                .filter(item -> !item.truth().sounding().isEmpty()
                        && !item.truth().item().className().isEmpty())
                .toList();
        if (!known.isEmpty()) {
            Confusion confusion = Confusion.of(
                    known.stream().map(item -> item.truth().item().className()).toList(),
                    known.stream().map(NetworkLocalization.Item::pointedAt).toList(),
                    MOST_CLASSES);
            blocks.add(new Block.Matrix("What sounds (rows), and what lies under the peak (columns)", confusion));
        }
        return blocks;
    }

    /** As many pixels as the truth has say more than half of the picture; without either, nothing was found. */
    private static double quality(ItemScore score) {
        double quality = Double.isNaN(score.adaptiveCiou()) ? score.ciou() : score.adaptiveCiou();
        return Double.isNaN(quality) ? 0 : quality;
    }

    private Block.Row mapRow(String name, List<ItemScore> scores, Map<String, NetworkLocalization.Item> items) {
        return new Block.Row(
                name,
                scores.stream()
                        .map(score -> mapTile(
                                score,
                                Objects.requireNonNull(items.get(score.item().name()))))
                        .toList());
    }

    private Block.Tile mapTile(ItemScore score, NetworkLocalization.Item item) {
        RgbImage picture = picture(item.pair());
        float[] logits = item.map().scores();
        float[] probabilities = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = (float) (1 / (1 + Math.exp(-logits[i])));
        }
        RgbImage overlay = Overlay.draw(
                picture,
                new ScoreMap(item.map().rows(), item.map().columns(), probabilities),
                Optional.of(item.peak()),
                List.of(),
                "",
                OverlayStyle.plain());
        boolean hit = item.truth().sounding().stream()
                .anyMatch(box -> box.contains(item.peak().x(), item.peak().y()));
        return new Block.Tile(
                Optional.of(overlay),
                item.truth().sounding(),
                Optional.of(sound(item.pair())),
                item.truth().item().className(),
                String.format(
                        Locale.ROOT,
                        "cIoU %.2f, p %.2f · %s",
                        quality(score),
                        item.probability(),
                        shortName(item.pair().frameClip())),
                hit ? Block.Mark.RIGHT : Block.Mark.WRONG);
    }

    /** What was found for some queries, and whose nearest answer is of what class. */
    List<Block> search(NetworkRetrieval found) {
        List<Block> blocks = new ArrayList<>();
        for (Direction direction : List.of(Direction.IMAGE_TO_SOUND, Direction.SOUND_TO_IMAGE)) {
            boolean byPicture = direction == Direction.IMAGE_TO_SOUND;
            int n = found.items().size();
            int queries = Math.min(QUERIES, n);
            List<Block.Row> rows = new ArrayList<>();
            for (int i = 0; i < queries; i++) {
                int query = (int) ((long) i * n / queries);
                List<Block.Tile> tiles = new ArrayList<>();
                tiles.add(tile(found, query, byPicture, Block.Mark.QUERY, "asked"));
                for (int hit : found.search().nearest(direction, query, HITS)) {
                    boolean right = found.labelled()
                            && found.labels().get(hit).stream()
                                    .anyMatch(found.labels().get(query)::contains);
                    tiles.add(tile(
                            found,
                            hit,
                            !byPicture,
                            !found.labelled() ? Block.Mark.PLAIN : right ? Block.Mark.RIGHT : Block.Mark.WRONG,
                            ""));
                }
                rows.add(new Block.Row("", tiles));
            }
            blocks.add(new Block.Sheet(
                    (byPicture
                                    ? "Asked with a picture: the nearest sounds"
                                    : "Asked with a sound: the nearest pictures")
                            + ", the query's own left out. A green edge: it sounds of its class.",
                    rows));
        }
        boolean single = found.labels().stream().allMatch(labels -> labels.size() == 1);
        if (single) {
            for (Direction direction : List.of(Direction.IMAGE_TO_SOUND, Direction.SOUND_TO_IMAGE)) {
                List<String> truth = new ArrayList<>();
                List<String> answers = new ArrayList<>();
                for (int query : found.search().asked()) {
                    int[] nearest = found.search().nearest(direction, query, 1);
                    if (nearest.length > 0) {
                        truth.add(labels(found.labels().get(query)));
                        answers.add(labels(found.labels().get(nearest[0])));
                    }
                }
                blocks.add(new Block.Matrix(
                        direction == Direction.IMAGE_TO_SOUND
                                ? "Class of a picture (rows), and of the sound nearest to it (columns)"
                                : "Class of a sound (rows), and of the picture nearest to it (columns)",
                        Confusion.of(truth, answers, MOST_CLASSES)));
            }
        }
        return blocks;
    }

    private Block.Tile tile(NetworkRetrieval found, int item, boolean asPicture, Block.Mark mark, String words) {
        Pair pair = found.items().get(item).pair();
        String labels = labels(found.labels().get(item));
        return new Block.Tile(
                asPicture ? Optional.of(picture(pair)) : Optional.empty(),
                List.of(),
                asPicture ? Optional.empty() : Optional.of(sound(pair)),
                labels.isEmpty() ? shortName(pair.frameClip()) : labels,
                words.isEmpty() ? shortName(pair.frameClip()) : words + " · " + shortName(pair.frameClip()),
                mark);
    }

    /** Both kinds of vectors on planes, together where they share a space. */
    List<Block> embeddings(Evaluation evaluation, boolean shared) {
        EmbeddingPlanes planes = new EmbeddingPlanes();
        Optional<NetworkLocalization> pointed =
                evaluation.localization().filter(found -> !found.items().isEmpty());
        pointed.ifPresent(found -> {
            for (int i : chosen(found.items().size())) {
                NetworkLocalization.Item item = found.items().get(i);
                planes.add(
                        item.placeVector(),
                        item.sound(),
                        item.truth().item().className(),
                        shortName(item.pair().frameClip()));
            }
        });
        if (pointed.isEmpty()) {
            NetworkRetrieval found = evaluation.retrieval();
            for (int i : chosen(found.items().size())) {
                Correspondence.Moment item = found.items().get(i);
                planes.add(
                        item.picture(),
                        item.sound(),
                        labels(found.labels().get(i)),
                        shortName(item.pair().frameClip()));
            }
        }
        return planes.blocks(shared, pointed.isPresent() ? " at their highest place" : "");
    }

    private static int[] chosen(int count) {
        int shown = Math.min(count, MOST_POINTS);
        return IntStream.range(0, shown)
                .map(i -> (int) ((long) i * count / shown))
                .toArray();
    }

    private RgbImage picture(Pair pair) {
        RgbImage frame = clips.frame(pair.frameClip(), pair.frameIndex());
        return frame.resized(ENLARGED_WIDTH, Math.max(1, ENLARGED_WIDTH * frame.height() / frame.width()));
    }

    private Sound sound(Pair pair) {
        return new Sound(clips.sound(
                pair.soundClip(), pair.soundCenterSample() - Sound.SAMPLE_RATE_HZ / 2, Sound.SAMPLE_RATE_HZ));
    }

    private String shortName(int clip) {
        String name = clips.name(clip);
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private String labels(Set<String> labels) {
        return String.join(", ", labels.stream().map(classes::nameOf).sorted().toList());
    }
}
