package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.cli.Experiment.Measurement;
import dev.earsight.clip.Pair;
import dev.earsight.clip.PairSampler;
import dev.earsight.clip.SamplingRule;
import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.CanonicalCorrelation;
import dev.earsight.evaluate.ClassTree;
import dev.earsight.evaluate.Distances;
import dev.earsight.evaluate.PerItem;
import dev.earsight.evaluate.Pointing;
import dev.earsight.evaluate.PointingItem;
import dev.earsight.evaluate.Retrieval;
import dev.earsight.media.Sound;
import dev.earsight.net.Model;
import dev.earsight.scene.SceneTruth;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.weights.TrainedNetwork;
import dev.earsight.weights.Views;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Measures a trained network item by item. The items depend on the data alone, not on the network, so that networks can be
 * compared on the same ones.
 */
final class ExperimentMeasures {
    private static final long SEED = 20;
    private static final int MOMENTS = 4;
    private static final int NDCG_AT = 30;
    private static final int SHORTCUT_PAIRS = 2_000;

    private static final double[] SHIFTS_SECONDS = {0.08, 0.2, 0.4, 0.6};

    /** Clips of the training split that canonical correlation and probes are fitted on, at most. */
    private static final int FITTED_CLIPS = 2_000;

    private final TrainedNetwork network;
    private final Path training;
    private final PreparedData test;
    private final Progress progress;
    private final List<String> notes = new ArrayList<>();

    private ExperimentMeasures(TrainedNetwork network, Path training, PreparedData test, Progress progress) {
        this.network = network;
        this.training = training;
        this.test = test;
        this.progress = progress;
    }

    /**
     * What was measured.
     *
     * @param items by what makes the answers: empty for the network itself, else what was put after it
     * @param notes in words
     */
    record Measured(Map<String, List<PerItem>> items, List<String> notes) {}

    /**
     * Measures a checkpoint.
     *
     * @param views how it looks at each picture
     * @param training prepared data to fit on where something must be fitted: its training and validation splits
     * @param tested prepared data whose {@code split} is measured on
     */
    static Measured of(List<Measurement> asked, Path checkpoint, Views views, Path training, Path tested, Split split) {
        try (TrainedNetwork network = TrainedNetwork.load(checkpoint, views);
                PreparedData test = PreparedData.open(tested, split);
                Progress progress = new Progress("Measuring", 0, " pairs")) {
            if (test.size() < 4) {
                throw new EarsightException("The split '" + split.label() + "' of " + tested + " holds " + test.size()
                        + " clips, too few to measure on; prepare more.");
            }
            ExperimentMeasures measures = new ExperimentMeasures(network, training, test, progress);
            Map<String, List<PerItem>> items = new LinkedHashMap<>();
            for (Measurement each : asked) {
                if (each == Measurement.CANONICAL_CORRELATION) {
                    items.putAll(measures.canonicalCorrelation());
                } else {
                    items.computeIfAbsent("", key -> new ArrayList<>()).addAll(measures.measure(each));
                }
            }
            return new Measured(items, measures.notes);
        }
    }

    private List<PerItem> measure(Measurement asked) {
        if (network.model() != Model.AVOL
                && List.of(Measurement.POINTING, Measurement.SALIENCY, Measurement.EMPTY_MAP)
                        .contains(asked)) {
            throw new EarsightException("Only avol has a map for the measure '" + asked.label()
                    + "'; leave it out for the other trainings.");
        }
        return switch (asked) {
            case CORRESPONDENCE -> List.of(correspondence());
            case RETRIEVAL -> {
                Answers first = ask(Answers.matchesOf(test, 1, SEED));
                yield retrieval(first.distances(), first);
            }
            case CANONICAL_CORRELATION -> throw new IllegalStateException("measured by itself");
            case POINTING -> List.of(pointing());
            case SALIENCY -> {
                Saliency saliency = Saliency.of(ask(Answers.middlesOf(test)));
                notes.addAll(saliency.notes());
                yield saliency.items();
            }
            case EMPTY_MAP -> Saliency.emptyMaps(ask(Answers.middlesOf(test)));
            case SHORTCUT -> shortcut();
            case SYNCHRONIZATION -> synchronization();
            case PROBE -> Probes.of(network, training, test, FITTED_CLIPS, progress);
        };
    }

    private Answers ask(List<Pair> pairs) {
        progress.total(pairs.size());
        return Answers.to(pairs, network, test, progress);
    }

    /** Each moment with its own sound and with that of another source: right or wrong. */
    private PerItem correspondence() {
        Answers moments = ask(Answers.matchesOf(test, MOMENTS, SEED));
        Random random = new Random(SEED);
        int n = moments.size();
        double[] right = new double[2 * n];
        String[] sources = new String[2 * n];
        int shuffledRight = 0;
        for (int i = 0; i < n; i++) {
            int other = ofAnotherSource(i, moments, random);
            int stranger = ofAnotherSource(i, moments, random);
            right[2 * i] = moments.matches(i, i) ? 1 : 0;
            right[2 * i + 1] = moments.matches(i, other) ? 0 : 1;
            shuffledRight += moments.matches(i, stranger) ? 1 : 0; // called a match, as its own sound should be
            shuffledRight += moments.matches(i, ofAnotherSource(i, moments, random)) ? 0 : 1;
            sources[2 * i] = moments.source(i);
            sources[2 * i + 1] = moments.source(i);
        }
        return new PerItem(
                "correspondence accuracy",
                right,
                sources,
                0.5,
                List.of(new Baseline("shuffled sound", shuffledRight / (2.0 * n))));
    }

    private static int ofAnotherSource(int own, Answers moments, Random random) {
        while (true) {
            int other = random.nextInt(moments.size());
            if (!moments.source(other).equals(moments.source(own))) {
                return other;
            }
        }
    }

    private List<PerItem> retrieval(Distances distances, Answers answers) {
        List<Set<String>> labels = IntStream.range(0, answers.size())
                .mapToObj(i -> answers.truth(i)
                        .flatMap(SceneTruth::soundClass)
                        .map(Set::of)
                        .orElse(Set.of()))
                .toList();
        Retrieval retrieval = new Retrieval(
                distances,
                answers.sources(),
                ClassTree.flat(ClassTree.PAPER_RELEVANCE).relevances(labels));
        List<PerItem> items = new ArrayList<>();
        for (Retrieval.Direction direction : Retrieval.Direction.values()) {
            double[] all = retrieval.ndcg(direction, NDCG_AT, Retrieval.Gain.EXPONENTIAL);
            double[] chance = retrieval.chanceNdcg(direction, NDCG_AT, Retrieval.Gain.EXPONENTIAL);
            int[] counted = IntStream.range(0, all.length)
                    .filter(i -> !Double.isNaN(all[i]))
                    .toArray();
            if (counted.length == 0) {
                throw new EarsightException(
                        "No two clips of the test split are of one class, so nothing can be searched for; measure on "
                                + "more clips, with NAME.json beside them.");
            }
            items.add(new PerItem(
                    direction.label() + " nDCG@" + NDCG_AT,
                    Arrays.stream(counted).mapToDouble(i -> all[i]).toArray(),
                    Arrays.stream(counted).mapToObj(answers::source).toArray(String[]::new),
                    Arrays.stream(counted).mapToDouble(i -> chance[i]).average().orElseThrow()));
        }
        return items;
    }

    /**
     * Retrieval after canonical correlation fitted on one moment of each training clip. The paper keeps 128 of 512 components;
     * smaller networks have no more than 128, so beside as many as that a quarter of what there is.
     */
    private Map<String, List<PerItem>> canonicalCorrelation() {
        Answers answers = ask(Answers.matchesOf(test, 1, SEED));
        try (PreparedData clips = PreparedData.open(training, Split.TRAIN)) {
            FirstClips some = new FirstClips(clips, Math.min(FITTED_CLIPS, clips.size()));
            List<Pair> pairs = Answers.matchesOf(some, 1, SEED);
            progress.total(pairs.size());
            Answers fitted = Answers.to(pairs, network, some, progress);
            int width = fitted.sounds()[0].length;
            Map<String, List<PerItem>> items = new LinkedHashMap<>();
            for (int components : new TreeSet<>(List.of(Math.max(1, width / 4), Math.min(128, width)))) {
                CanonicalCorrelation map = CanonicalCorrelation.fit(
                        fitted.pictures(), fitted.sounds(), components, CanonicalCorrelation.DEFAULT_RIDGE);
                double[] correlations = map.correlations();
                notes.add(String.format(
                        Locale.ROOT,
                        "canonical correlation fitted on %d training clips: component 1 correlates %.2f, component %d %.2f",
                        fitted.size(),
                        correlations[0],
                        correlations.length,
                        correlations[correlations.length - 1]));
                items.put(
                        "canonical correlation, " + correlations.length + " components",
                        retrieval(
                                Distances.ofVectors(map.pictures(answers.pictures()), map.sounds(answers.sounds())),
                                answers));
            }
            return items;
        }
    }

    private PerItem pointing() {
        Answers middles = ask(Answers.middlesOf(test));
        Random random = new Random(SEED);
        List<PointingItem> own = new ArrayList<>();
        List<PointingItem> shuffled = new ArrayList<>();
        for (int i = 0; i < middles.size(); i++) {
            int other = ofAnotherSource(i, middles, random);
            int picture = i;
            middles.truth(i).ifPresent(truth -> {
                own.add(Saliency.item(middles, picture, picture, truth));
                shuffled.add(Saliency.item(middles, picture, other, truth));
            });
        }
        var measure = Pointing.measure("pointing accuracy", own, SEED)
                .with(new Baseline(
                        "shuffled sound", Pointing.measure("", shuffled, SEED).value()));
        return new PerItem(
                measure.name(),
                Pointing.hits(own),
                own.stream()
                        .filter(item -> !item.sounding().isEmpty())
                        .map(PointingItem::source)
                        .toArray(String[]::new),
                measure.chance(),
                measure.baselines());
    }

    /**
     * For each clip, whether its own second of sound goes better with the moment than one from earlier or later in the same clip:
     * half right where both go as well, as the same network with nothing to tell by would be.
     */
    private List<PerItem> synchronization() {
        List<Pair> middles = Answers.middlesOf(test);
        List<PerItem> items = new ArrayList<>();
        for (double seconds : SHIFTS_SECONDS) {
            long samples = Math.round(seconds * Sound.SAMPLE_RATE_HZ);
            List<Pair> own = new ArrayList<>();
            List<Pair> shifted = new ArrayList<>();
            for (Pair pair : middles) {
                for (long shift : new long[] {-samples, samples}) {
                    long center = pair.soundCenterSample() + shift;
                    long first = center - Sound.SAMPLE_RATE_HZ / 2;
                    if (first >= 0 && first + Sound.SAMPLE_RATE_HZ <= test.sampleCount(pair.soundClip())) {
                        own.add(pair);
                        shifted.add(new Pair(pair.frameClip(), pair.frameIndex(), pair.soundClip(), center, false));
                    }
                }
            }
            if (own.isEmpty()) {
                continue;
            }
            Answers there = ask(own);
            Answers elsewhere = ask(shifted);
            double[] right = new double[own.size()];
            for (int i = 0; i < right.length; i++) {
                float difference = there.logit(i, i) - elsewhere.logit(i, i);
                right[i] = (1 + Math.signum(difference)) / 2;
            }
            items.add(new PerItem(
                    String.format(Locale.ROOT, "in step, sound moved by %.2f s", seconds),
                    right,
                    there.sources(),
                    0.5));
        }
        if (items.isEmpty()) {
            throw new EarsightException("No test clip is long enough to move a second of sound within it by "
                    + SHIFTS_SECONDS[0] + " s; measure synchronization on longer clips.");
        }
        return items;
    }

    /**
     * Pairs whose mismatches are drawn on the grid of frames (protected) and off it, and the latter once more with every
     * picture replaced: what is then still told apart is told by the sound alone.
     */
    private List<PerItem> shortcut() {
        List<PerItem> items = new ArrayList<>();
        for (boolean onGrid : new boolean[] {true, false}) {
            PairSampler sampler = new PairSampler(test, new SamplingRule(onGrid, 0));
            Random random = new Random(SEED);
            List<Pair> pairs = new ArrayList<>();
            for (int i = 0; i < SHORTCUT_PAIRS; i++) {
                pairs.add(i % 2 == 0 ? sampler.drawMatched(random) : sampler.drawMismatched(random));
            }
            Answers answers = ask(pairs);
            String grid = onGrid ? "mismatches on the grid of frames" : "mismatches off the grid";
            double[] right = new double[pairs.size()];
            double[] replaced = new double[pairs.size()];
            for (int i = 0; i < right.length; i++) {
                right[i] = answers.matches(i, i) == pairs.get(i).matched() ? 1 : 0;
                int picture = ofAnotherSource(i, answers, random);
                replaced[i] = answers.matches(picture, i) == pairs.get(i).matched() ? 1 : 0;
            }
            items.add(new PerItem("correspondence accuracy, " + grid, right, answers.sources(), 0.5));
            items.add(new PerItem("the same with another picture, " + grid, replaced, answers.sources(), 0.5));
        }
        items.add(GridListener.of(training, test));
        return items;
    }
}
