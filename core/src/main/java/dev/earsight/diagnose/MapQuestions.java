package dev.earsight.diagnose;

import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.PixelBox;
import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.Bootstrap;
import dev.earsight.evaluate.Change;
import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.PerItem;
import dev.earsight.localize.Peak;
import dev.earsight.localize.ScoreMap;
import dev.earsight.protocol.ItemScore;
import dev.earsight.protocol.Marking;
import dev.earsight.protocol.Protocol;
import dev.earsight.protocol.RawMap;
import dev.earsight.scene.Box;
import dev.earsight.weights.TrainedNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Finds out {@link MapMovement}. */
final class MapQuestions {
    private final TrainedNetwork network;
    private final MomentList moments;
    private final float[][] pictures;
    private final float[][] sounds;

    MapQuestions(TrainedNetwork network, MomentList moments, float[][] pictures, float[][] sounds) {
        this.network = network;
        this.moments = moments;
        this.pictures = pictures;
        this.sounds = sounds;
    }

    private ScoreMap map(float[] picture, float[] sound) {
        return map(network, picture, sound);
    }

    /** Log-odds of each place. */
    static ScoreMap map(TrainedNetwork network, float[] picture, float[] sound) {
        int side = network.config().mapSide();
        return new ScoreMap(side, side, network.logits(picture, sound));
    }

    MapMovement ask(SceneTruths truths, long seed) {
        int n = moments.size();
        double[] overlaps = new double[n];
        double[] distances = new double[n];
        double[] otherPicture = new double[n];
        double[] otherPeak = new double[n];
        for (int i = 0; i < n; i++) {
            int j = moments.mismatch(i);
            ScoreMap own = map(pictures[i], sounds[i]);
            ScoreMap moved = map(pictures[i], sounds[j]);
            ScoreMap foreign = map(pictures[j], sounds[j]);
            overlaps[i] = overlap(own, moved);
            distances[i] = distance(own.peak(), moved.peak());
            otherPicture[i] = overlap(own, foreign);
            otherPeak[i] = distance(own.peak(), foreign.peak());
        }
        String[] sources = moments.sources();
        return new MapMovement(
                measure("overlap of the map's higher half under two sounds", overlaps, sources, seed)
                        .with(
                                new Baseline("constant map", 1),
                                new Baseline("maps of two pictures", mean(otherPicture))),
                measure("distance between the peaks under two sounds", distances, sources, seed)
                        .with(new Baseline("constant map", 0), new Baseline("maps of two pictures", mean(otherPeak))),
                interactive(truths, Rival.CONSTANT, true, seed),
                interactive(truths, Rival.UNRELATED, true, seed),
                interactive(truths, Rival.CONSTANT, false, seed),
                following(truths, seed));
    }

    /** What the map under the second thing's sound is compared with. */
    private enum Rival {
        CONSTANT,
        UNRELATED
    }

    private Optional<Change> interactive(SceneTruths truths, Rival rival, boolean pointing, long seed) {
        List<double[]> found = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < moments.size(); i++) {
            Optional<SceneTruths.Duet> duet = truths.duet(i, random);
            if (duet.isEmpty()
                    || (rival == Rival.UNRELATED && duet.get().unrelatedSound().isEmpty())) {
                continue;
            }
            ScoreMap own = map(pictures[i], sounds[i]);
            ScoreMap other = map(pictures[i], sounds[duet.get().otherSound()]);
            ScoreMap compared = rival == Rival.CONSTANT
                    ? own
                    : map(pictures[i], sounds[duet.get().unrelatedSound().getAsInt()]);
            double first = success(own, duet.get().sounding(), pointing);
            found.add(new double[] {
                first * success(own, duet.get().silent(), pointing),
                first * success(other, duet.get().silent(), pointing)
            });
            sources.add(moments.source(i));
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Change.ofMeans(
                pointing ? "pointing right under both sounds" : "IIoU, adaptive",
                found.stream().mapToDouble(pair -> pair[0]).toArray(),
                found.stream().mapToDouble(pair -> pair[1]).toArray(),
                sources.toArray(String[]::new),
                seed));
    }

    private Optional<MapMovement.Following> following(SceneTruths truths, long seed) {
        List<Double> gains = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < moments.size(); i++) {
            Optional<SceneTruths.Duet> duet = truths.duet(i, random);
            if (duet.isPresent()) {
                ScoreMap own = map(pictures[i], sounds[i]);
                ScoreMap other = map(pictures[i], sounds[duet.get().otherSound()]);
                List<Box> first = duet.get().sounding();
                List<Box> second = duet.get().silent();
                gains.add(success(own, first, true)
                        - success(own, second, true)
                        + success(other, second, true)
                        - success(other, first, true));
                sources.add(moments.source(i));
            }
        }
        if (gains.isEmpty()) {
            return Optional.empty();
        }
        double[] values = gains.stream().mapToDouble(Double::doubleValue).toArray();
        PerItem perSource = new PerItem("", values, sources.toArray(String[]::new), 0).perSource();
        return Optional.of(new MapMovement.Following(
                measure("peaks on what is heard less on the other thing", values, sources.toArray(String[]::new), seed)
                        .with(new Baseline("constant map", 0)),
                perSource.signFlipProbability(seed),
                perSource.values().length));
    }

    private static double success(ScoreMap map, List<Box> boxes, boolean pointing) {
        if (pointing) {
            Peak peak = map.peak();
            return boxes.stream().anyMatch(box -> SceneTruths.contains(box, peak.x(), peak.y())) ? 1 : 0;
        }
        List<PixelBox> pixels = boxes.stream()
                .map(box -> PixelBox.ofFractions(box.x0(), box.y0(), box.x1(), box.y1()))
                .toList();
        RawMap raw = new RawMap(map.rows(), map.columns(), map.scores());
        return ItemScore.of(Protocol.OURS, AnnotatedItem.of("", "", "", pixels), raw)
                                .adaptiveCiou()
                        >= 0.5
                ? 1
                : 0;
    }

    /** Of the higher halves, ties in reading order. */
    static double overlap(ScoreMap a, ScoreMap b) {
        Marking half = new Marking.Highest(a.scores().length / 2);
        boolean[] first = half.mark(a.scores());
        boolean[] second = half.mark(b.scores());
        double both = 0;
        double either = 0;
        for (int i = 0; i < first.length; i++) {
            both += first[i] && second[i] ? 1 : 0;
            either += first[i] || second[i] ? 1 : 0;
        }
        return either == 0 ? 1 : both / either;
    }

    private static double distance(Peak a, Peak b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }

    private static Measure measure(String name, double[] values, String[] sources, long seed) {
        return new Measure(
                name, mean(values), values.length, Bootstrap.mean(values, sources, seed), Double.NaN, List.of());
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
