package dev.earsight.diagnose;

import dev.earsight.clip.PairSampler;
import dev.earsight.clip.SamplingRule;
import dev.earsight.evaluate.Change;
import dev.earsight.evaluate.Measure;
import dev.earsight.net.Model;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.weights.TrainedNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Asks a network everything a {@link Diagnosis} holds, always on the same pairs. */
public final class Examination {
    private static final int SEED = 20;
    private static final int BINS = 40;

    private final TrainedNetwork network;
    private final ClipLibrary clips;
    private final MomentList moments;
    private final SceneTruths truths;
    private final PairSampler trainingSampler;
    private final Inquiry inquiry;
    private final Task task;
    private final List<String> notes = new ArrayList<>();
    private final float[][] pictures;
    private final float[][] sounds;
    private final double[] scores;
    private float[][] jittered = new float[0][];
    private int answered;

    /**
     * Prepares the questions and asks about the moments as they are.
     *
     * @param perClip random moments of every clip
     * @param trainingRule how the network's training pairs were drawn, for the probes of one side
     * @param progress told how many of {@link #questions} are answered
     * @throws dev.earsight.EarsightException where the clips are too few or too short
     */
    public Examination(
            TrainedNetwork network, ClipLibrary clips, int perClip, SamplingRule trainingRule, IntConsumer progress) {
        this.network = network;
        this.clips = clips;
        PairSampler sampler = new PairSampler(clips, SamplingRule.standard());
        sampler.refused().forEach(name -> notes.add(name + " is too short and was left out"));
        moments = MomentList.of(clips, sampler, perClip, SEED);
        truths = new SceneTruths(clips, moments);
        task = new Task(network, moments, truths, SEED);
        trainingSampler = new PairSampler(clips, trainingRule);
        inquiry = new Inquiry(network, () -> progress.accept(++answered));
        pictures = inquiry.pictures(clips, moments.moments(), UnaryOperator.identity());
        sounds = inquiry.sounds(clips, moments.moments());
        scores = scores(pictures, sounds, sounds);
    }

    /** How many vectors are asked for in all, with so many moments of so many clips. */
    public static long questions(int clips, int perClip) {
        // Both sides as they are; one side for each disturbance but the two made of sounds already asked about; both
        // sides of
        // twice as many pairs for the probes.
        return (long) clips * perClip * (2 + Disturbance.values().length - 2 + 4);
    }

    /** The answers to all of them. */
    public Diagnosis examine(double falseAlarms) {
        boolean[] all = new boolean[moments.size()];
        Arrays.fill(all, true);
        AskedPairs pairs = new AskedPairs(moments, all, SEED);
        List<Measure> undisturbed = new ArrayList<>(pairs.measures(scores));
        undisturbed.add(pairs.calibration(scores));
        task.pointing(pictures, sounds).ifPresent(undisturbed::add);
        List<Effect> effects = new ArrayList<>();
        for (Disturbance disturbance : Disturbance.values()) {
            effect(disturbance).ifPresent(effects::add);
        }
        return new Diagnosis(
                undisturbed,
                pairs.reliability(scores),
                effects,
                ScoreHistogram.of(scores, pairs.matched(), BINS),
                OperatingChoice.of(scores, pairs.matched(), pairs.sources(), falseAlarms),
                spreads(),
                Probes.of(inquiry, clips, trainingSampler, moments.size(), SEED),
                network.model() == Model.AVOL
                        ? Optional.of(new MapQuestions(network, moments, pictures, sounds).ask(truths, SEED))
                        : Optional.empty(),
                notes);
    }

    private Optional<Effect> effect(Disturbance disturbance) {
        float[][] seen = pictures;
        float[][] matching = sounds;
        float[][] mismatching = sounds;
        boolean[] asked = new boolean[moments.size()];
        AskedPairs pairs;
        try (DisturbedClips disturbed = new DisturbedClips(clips, disturbance, SEED)) {
            for (int i = 0; i < asked.length; i++) {
                asked[i] = disturbed.applies(moments.moments().get(i));
            }
            pairs = new AskedPairs(moments, asked, SEED);
            noteLeftOut(disturbance, asked);
            if (pairs.isEmpty()) {
                return Optional.empty();
            }
            if (disturbance.ofPicture()) {
                seen = inquiry.pictures(disturbed, moments.moments(), UnaryOperator.identity());
            } else if (disturbance == Disturbance.SHUFFLED_SOUND) {
                matching = strangers(0);
                mismatching = strangers(1);
            } else if (disturbance == Disturbance.JITTERED_MISMATCHES) {
                mismatching = jittered;
            } else {
                matching = inquiry.sounds(disturbed, moments.moments());
                mismatching = matching;
                jittered = disturbance == Disturbance.JITTER ? matching : jittered;
            }
        }
        if (disturbance.leavesOneInput()) {
            // On some processors the last bits of a vector depend on its place in a batch; they must not tell equals
            // apart.
            float[][] equal = disturbance.ofPicture() ? seen : matching;
            Arrays.fill(equal, equal[0]);
        }
        double[] after = scores(seen, matching, mismatching);
        List<Change> changes = new ArrayList<>(pairs.changes(scores, after));
        if (disturbance != Disturbance.JITTERED_MISMATCHES) {
            boolean mirrored = disturbance == Disturbance.MIRRORED_PICTURE;
            task.change(new float[][][] {pictures, sounds}, new float[][][] {seen, matching}, mirrored, asked)
                    .ifPresent(changes::add);
        }
        return Optional.of(new Effect(disturbance, pairs.measures(after).getFirst(), changes));
    }

    private void noteLeftOut(Disturbance disturbance, boolean[] asked) {
        long others = IntStream.range(0, asked.length).filter(i -> !asked[i]).count();
        if (others > 0) {
            notes.add(others + " of " + asked.length + " moments are of clips too short for '" + disturbance.label()
                    + "' and were not asked about it");
        }
    }

    private List<Spread> spreads() {
        Map<String, Integer> firstOfSource = new LinkedHashMap<>();
        for (int i = 0; i < moments.size(); i++) {
            firstOfSource.putIfAbsent(moments.source(i), i);
        }
        float[][] vision = firstOfSource.values().stream()
                .map(i -> network.whole(pictures[i]))
                .toArray(float[][]::new);
        float[][] heard = firstOfSource.values().stream().map(i -> sounds[i]).toArray(float[][]::new);
        return List.of(Spread.of("pictures", vision, SEED), Spread.of("sounds", heard, SEED));
    }

    /** Log-odds of the pairs of {@link AskedPairs}; {@code mismatching} are the moments' sounds, not yet exchanged. */
    private double[] scores(float[][] seen, float[][] matching, float[][] mismatching) {
        double[] found = new double[2 * moments.size()];
        for (int i = 0; i < moments.size(); i++) {
            found[2 * i] = inquiry.best(seen[i], matching[i]);
            found[2 * i + 1] = inquiry.best(seen[i], mismatching[moments.mismatch(i)]);
        }
        return found;
    }

    /** The sounds of strangers, placed where {@link #scores} looks for the match's (0) or the mismatch's (1). */
    private float[][] strangers(int kind) {
        float[][] placed = new float[moments.size()][];
        for (int i = 0; i < placed.length; i++) {
            placed[kind == 0 ? i : moments.mismatch(i)] = sounds[moments.stranger(i, kind)];
        }
        return placed;
    }
}
