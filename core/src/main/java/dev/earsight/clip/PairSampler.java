package dev.earsight.clip;

import dev.earsight.EarsightException;
import dev.earsight.media.Sound;
import dev.earsight.shard.ClipLibrary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Draws training pairs by the paper's rule: a match is a random frame of a random source with the second of
 * sound around it; a mismatch is the frame of one such draw with the sound of another, from another source. Both kinds go
 * through {@link #moment}, the one function that draws times, so that nothing but content tells them apart: same grid, same
 * distance from the clip's ends, same share of each clip. Knows nothing of classes.
 *
 * <p>Sources are drawn evenly, then a clip of the source, then a frame whose second lies wholly inside the clip, so no window
 * is ever padded. Clips without such a frame are left out and named in {@link #refused()}. Immutable; any thread may draw,
 * each with its own generator.
 */
public final class PairSampler {
    private static final int HALF_SECOND = Sound.SAMPLE_RATE_HZ / 2;

    /** A frame of a clip and the middle of the second of sound that goes with it. */
    private record Moment(int clip, int frameIndex, long soundCenterSample) {}

    private final ClipLibrary library;
    private final SamplingRule rule;
    private final PictureInput input;
    /** With flow, for each clip the frames that flow without a cut follows; not kept otherwise. */
    private final int[][] framesWithFlow;

    private final int[][] clipsOfSource;
    private final List<String> refused;

    /** A sampler over every usable clip of {@code library}, for networks that see a still picture. */
    public PairSampler(ClipLibrary library, SamplingRule rule) {
        this(library, rule, PictureInput.still(1));
    }

    /**
     * A sampler over every usable clip of {@code library}.
     *
     * @param input what is shown of each moment: all its frames lie inside the clip, and no cut between those of its flow
     * @throws EarsightException when fewer than two sources are usable: a mismatch needs another source; and where frames
     *     are asked for that the library does not keep
     */
    public PairSampler(ClipLibrary library, SamplingRule rule, PictureInput input) {
        this.library = library;
        this.rule = rule;
        this.input = input;
        requireConsecutiveFrames();
        framesWithFlow = input.flowFields() == 0 ? new int[0][] : framesWithFlow();
        Map<String, List<Integer>> clips = new LinkedHashMap<>();
        List<String> tooShort = new ArrayList<>();
        for (int clip = 0; clip < library.size(); clip++) {
            if (framesOf(clip) == 0) {
                tooShort.add(library.name(clip));
            } else {
                clips.computeIfAbsent(library.source(clip), source -> new ArrayList<>())
                        .add(clip);
            }
        }
        refused = List.copyOf(tooShort);
        clipsOfSource = clips.values().stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        if (clipsOfSource.length < 2) {
            throw new EarsightException(
                    "Training pairs need at least two sources, each with a whole second of sound around "
                            + "some frame, but there " + (clipsOfSource.length == 1 ? "is one" : "is none") + leftOut()
                            + "; prepare a folder with more or longer videos.");
        }
    }

    private int[][] framesWithFlow() {
        int[][] frames = new int[library.size()][];
        for (int clip = 0; clip < frames.length; clip++) {
            int each = clip;
            int step = library.frameStep(clip);
            frames[clip] = IntStream.rangeClosed(firstFrame(clip) / step, Math.floorDiv(lastFrame(clip), step))
                    .map(k -> k * step)
                    .filter(frame -> library.hasFlow(each, frame, input.flowFields()))
                    .toArray();
        }
        if (Arrays.stream(frames).allMatch(usable -> usable.length == 0)) {
            // Says so itself where there is none, and else that all is cut or too short, below.
            library.flow(0, 0, 1);
        }
        return frames;
    }

    private void requireConsecutiveFrames() {
        for (int clip = 0; clip < library.size() && input.frames() > 1; clip++) {
            if (library.frameStep(clip) > 1) {
                throw new EarsightException("Clip '" + library.name(clip) + "' keeps one frame in "
                        + library.frameStep(clip) + ", and the network sees " + input.frames()
                        + " consecutive ones; prepare the videos with --frames-per-second 25.");
            }
        }
    }

    /**
     * Names of the clips left out because no frame has a whole second of sound, and all that is shown of a moment, around it (shorter
     * than about 1.02 s).
     */
    public List<String> refused() {
        return refused;
    }

    /** How many sources pairs are drawn from. */
    public int sourceCount() {
        return clipsOfSource.length;
    }

    /** A frame and the sound around it. */
    public Pair drawMatched(RandomGenerator random) {
        return matched(moment(random.nextInt(sourceCount()), random));
    }

    /** A frame, and a second of sound drawn in the same way from another source. */
    public Pair drawMismatched(RandomGenerator random) {
        int source = random.nextInt(sourceCount());
        int other = random.nextInt(sourceCount() - 1);
        other += other >= source ? 1 : 0;
        Moment picture = moment(source, random);
        Moment sound = moment(other, random);
        long center = sound.soundCenterSample;
        if (!rule.shortcutSafe()) {
            center = HALF_SECOND + random.nextLong(library.sampleCount(sound.clip) - 2L * HALF_SECOND + 1);
        }
        return new Pair(picture.clip, picture.frameIndex, sound.clip, center, false);
    }

    /** A match from the clip given, for evaluation that visits every clip once. The clip must not be a refused one. */
    public Pair drawMatchedFrom(int clip, RandomGenerator random) {
        return matched(momentOf(clip, random));
    }

    /**
     * {@code n} matches of distinct sources, for losses that hold every other item of the batch for a mismatch (all-pairs,
     * InfoNCE). With fewer sources than {@code n}, each is used once before any is used again.
     */
    public List<Pair> batchOfMatched(int n, RandomGenerator random) {
        int[] sources = IntStream.range(0, sourceCount()).toArray();
        List<Pair> pairs = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            int place = i % sources.length; // the first `place` entries have been used in this round
            int pick = place + random.nextInt(sources.length - place);
            int source = sources[pick];
            sources[pick] = sources[place];
            sources[place] = source;
            pairs.add(matched(moment(source, random)));
        }
        return pairs;
    }

    /** Half matches, half mismatches in random order; the odd one of an odd {@code n} is either. */
    public List<Pair> batchBalanced(int n, RandomGenerator random) {
        int matches = n / 2 + (n % 2 == 1 && random.nextBoolean() ? 1 : 0);
        List<Pair> pairs = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            pairs.add(i < matches ? drawMatched(random) : drawMismatched(random));
        }
        Collections.shuffle(pairs, random);
        return pairs;
    }

    private static Pair matched(Moment moment) {
        return new Pair(moment.clip, moment.frameIndex, moment.clip, moment.soundCenterSample, true);
    }

    private Moment moment(int source, RandomGenerator random) {
        int[] clips = clipsOfSource[source];
        return momentOf(clips[random.nextInt(clips.length)], random);
    }

    /** Frame time and sound time, for matches and mismatches alike. */
    private Moment momentOf(int clip, RandomGenerator random) {
        int count = framesOf(clip);
        if (count == 0) {
            throw new EarsightException("Clip '" + library.name(clip)
                    + "' is too short for a training pair: no frame has a whole second of "
                    + "sound around it; leave it out or use a longer video.");
        }
        int drawn = random.nextInt(count);
        int frame = framesWithFlow.length > 0
                ? framesWithFlow[clip][drawn]
                : firstFrame(clip) + library.frameStep(clip) * drawn;
        // Moved by at most the misalignment, but never so far that the second leaves the clip and would need padding.
        int reach = (int) Math.floor(rule.misalignmentSeconds() * 25 + 1e-9);
        int earliest = Math.max(frame - reach, ceilDivide(HALF_SECOND, Sound.SAMPLES_PER_FRAME));
        long latest = Math.min(frame + reach, (library.sampleCount(clip) - HALF_SECOND) / Sound.SAMPLES_PER_FRAME);
        long soundFrame = reach == 0 ? frame : random.nextLong(earliest, latest + 1);
        return new Moment(clip, frame, soundFrame * Sound.SAMPLES_PER_FRAME);
    }

    /** How many frames of a clip can be drawn. */
    private int framesOf(int clip) {
        return framesWithFlow.length > 0
                ? framesWithFlow[clip].length
                : Math.max(0, Math.floorDiv(lastFrame(clip) - firstFrame(clip), library.frameStep(clip)) + 1);
    }

    /** The first frame that exists and has half a second of sound, and the frames shown, before it. */
    private int firstFrame(int clip) {
        int step = library.frameStep(clip);
        return step
                * Math.max(
                        ceilDivide(HALF_SECOND, Sound.SAMPLES_PER_FRAME * step),
                        ceilDivide(input.framesBefore(), step));
    }

    /** The last frame that exists and has half a second of sound, and the frames shown, after it; before the first when there is none. */
    private int lastFrame(int clip) {
        long samples = library.sampleCount(clip) - HALF_SECOND;
        if (samples < 0) {
            return -1;
        }
        long last = Math.min(library.frameCount(clip) - 1L - input.framesAfter(), samples / Sound.SAMPLES_PER_FRAME);
        return (int) (last - Math.floorMod(last, (long) library.frameStep(clip)));
    }

    private static int ceilDivide(int a, int b) {
        return (a + b - 1) / b;
    }

    private String leftOut() {
        return refused.isEmpty()
                ? ""
                : " (too short: " + String.join(", ", refused.subList(0, Math.min(3, refused.size())))
                        + (refused.size() > 3 ? " and " + (refused.size() - 3) + " more" : "") + ")";
    }
}
