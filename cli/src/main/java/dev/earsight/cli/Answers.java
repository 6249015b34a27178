package dev.earsight.cli;

import dev.earsight.clip.Augmentation;
import dev.earsight.clip.BatchReader;
import dev.earsight.clip.Pair;
import dev.earsight.clip.PairBatch;
import dev.earsight.clip.PairSampler;
import dev.earsight.clip.SamplingRule;
import dev.earsight.embed.MomentReader;
import dev.earsight.evaluate.Distances;
import dev.earsight.localize.Peak;
import dev.earsight.localize.ScoreMap;
import dev.earsight.media.Sound;
import dev.earsight.net.Model;
import dev.earsight.scene.SceneTruth;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.weights.TrainedNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** What a network makes of some pairs, each picture and each sound by itself: {@code pictures[i]} and {@code sounds[i]} of pair i. */
final class Answers {
    private static final int CHUNK = 32;

    private final TrainedNetwork network;
    private final ClipLibrary clips;
    private final List<Pair> pairs;
    private final float[][] pictures;
    private final float[][] sounds;

    private Answers(TrainedNetwork network, ClipLibrary clips, List<Pair> pairs) {
        this.network = network;
        this.clips = clips;
        this.pairs = List.copyOf(pairs);
        pictures = new float[pairs.size()][];
        sounds = new float[pairs.size()][];
    }

    /** Asks the network. */
    static Answers to(List<Pair> pairs, TrainedNetwork network, ClipLibrary clips, Progress progress) {
        Answers answers = new Answers(network, clips, pairs);
        BatchReader reader = new BatchReader(clips, Augmentation.off(), MomentReader.inputOf(network.config()));
        for (int start = 0; start < pairs.size(); start += CHUNK) {
            List<Pair> chunk = pairs.subList(start, Math.min(pairs.size(), start + CHUNK));
            PairBatch batch = reader.read(chunk, new Random(0)); // nothing is varied
            System.arraycopy(network.pictures(batch.images(), batch.size()), 0, answers.pictures, start, batch.size());
            System.arraycopy(
                    network.sounds(batch.spectrograms(), batch.size()), 0, answers.sounds, start, batch.size());
            progress.at(start + batch.size(), "");
        }
        return answers;
    }

    /** Matches at random moments, {@code perClip} of each clip long enough, clip by clip; the same for the same seed. */
    static List<Pair> matchesOf(ClipLibrary clips, int perClip, long seed) {
        PairSampler sampler = new PairSampler(clips, SamplingRule.standard());
        Set<String> refused = new HashSet<>(sampler.refused());
        Random random = new Random(seed);
        List<Pair> pairs = new ArrayList<>();
        for (int clip = 0; clip < clips.size(); clip++) {
            for (int i = 0; i < perClip && !refused.contains(clips.name(clip)); i++) {
                pairs.add(sampler.drawMatchedFrom(clip, random));
            }
        }
        return pairs;
    }

    /** The middle of each clip long enough: where localization is judged. */
    static List<Pair> middlesOf(ClipLibrary clips) {
        return matchesOf(clips, 1, 0).stream()
                .map(pair -> {
                    int clip = pair.frameClip();
                    int step = clips.frameStep(clip);
                    int frame = clips.frameCount(clip) / 2 / step * step;
                    return new Pair(clip, frame, clip, (long) frame * Sound.SAMPLES_PER_FRAME, true);
                })
                .toList();
    }

    int size() {
        return pairs.size();
    }

    Pair pair(int i) {
        return pairs.get(i);
    }

    float[][] pictures() {
        return pictures;
    }

    float[][] sounds() {
        return sounds;
    }

    /** As search ranks them: by vectors, between a picture's map and a sound by log-odds. */
    Distances distances() {
        if (network.model() != Model.AVOL) {
            return Distances.ofVectors(pictures, sounds);
        }
        float[][] scores = Arrays.stream(pictures)
                .map(picture -> network.logits(picture, sounds))
                .toArray(float[][]::new);
        return Distances.ofScores(
                scores, Arrays.stream(pictures).map(network::whole).toArray(float[][]::new), sounds);
    }

    /** The source of picture {@code i}. */
    String source(int i) {
        return clips.source(pairs.get(i).frameClip());
    }

    String[] sources() {
        String[] sources = new String[size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = source(i);
        }
        return sources;
    }

    /** What is known about picture {@code i}'s clip. */
    Optional<SceneTruth> truth(int i) {
        int clip = pairs.get(i).frameClip();
        return clips.truthJson(clip).map(json -> SceneTruth.parse(json, clips.name(clip)));
    }

    /** The frame of picture {@code i} as the truth counts them. */
    int truthFrame(int i, SceneTruth truth) {
        int frame = clips.startFrame(pairs.get(i).frameClip()) + pairs.get(i).frameIndex();
        return (int) Math.round(frame / 25.0 * truth.fps());
    }

    /** Log-odds of picture {@code picture} and sound {@code sound} place by place. */
    ScoreMap map(int picture, int sound) {
        float[] logits = network.logits(pictures[picture], sounds[sound]);
        int side = (int) Math.round(Math.sqrt(logits.length));
        return new ScoreMap(side, side, logits);
    }

    Peak peak(int picture, int sound) {
        return map(picture, sound).peak();
    }

    /** Whether the network takes the two for a match. */
    boolean matches(int picture, int sound) {
        return logit(picture, sound) >= 0;
    }

    /** Log-odds that anything in picture {@code picture} makes sound {@code sound}. */
    float logit(int picture, int sound) {
        return network.logit(pictures[picture], sounds[sound]);
    }
}
