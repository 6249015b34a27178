package dev.earsight.clip;

import dev.earsight.EarsightException;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.shard.FlowField;
import dev.earsight.shard.FlowStack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Reads the pictures and sounds of pairs and computes what the networks take in. Holds buffers: use one instance per thread.
 */
public final class BatchReader {
    /** Never drawn from where nothing is augmented. */
    private static final RandomGenerator STILL = new Random(0);

    private final ClipLibrary library;
    private final Augmentation augmentation;
    private final PictureInput input;
    private final LogSpectrogram spectrogram = new LogSpectrogram();
    private final ImagePlanes planes = new ImagePlanes();
    private final FlowPlanes flowPlanes = new FlowPlanes();

    /** A reader of {@code library} that shows {@code input} of each moment. */
    public BatchReader(ClipLibrary library, Augmentation augmentation, PictureInput input) {
        this.library = library;
        this.augmentation = augmentation;
        this.input = input;
    }

    /**
     * The pairs as a batch in fresh arrays; {@code random} draws the augmentation.
     *
     * @throws EarsightException naming the clip that could not be read
     */
    public PairBatch read(List<Pair> pairs, RandomGenerator random) {
        return read(pairs, random.longs(pairs.size()).toArray(), Optional.empty());
    }

    /** The pictures of the pairs alone, {@code (N, C, S, S)}, not augmented. */
    public float[] pictures(List<Pair> pairs) {
        int pixels = input.size();
        float[] images = new float[pairs.size() * pixels];
        for (int i = 0; i < pairs.size(); i++) {
            picture(pairs.get(i), Augmentation.off(), false, STILL, images, i * pixels);
        }
        return images;
    }

    /** The sounds of the pairs alone, {@code (N, 1, 257, 200)}, not augmented. */
    public float[] sounds(List<Pair> pairs) {
        float[] spectrograms = new float[pairs.size() * LogSpectrogram.SIZE];
        for (int i = 0; i < pairs.size(); i++) {
            sound(pairs.get(i), Augmentation.off(), false, STILL, spectrograms, i * LogSpectrogram.SIZE);
        }
        return spectrograms;
    }

    /**
     * The pairs as a batch; seed {@code i} draws how pair {@code i} is varied.
     *
     * @param spare a batch of the same size that is no longer needed, whose arrays are filled again
     */
    PairBatch read(List<Pair> pairs, long[] seeds, Optional<PairBatch> spare) {
        PairBatch arrays = spare.orElseGet(() -> empty(pairs));
        int pixels = input.size();
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            RandomGenerator random = new SplittableRandom(seeds[i]);
            boolean reversed = augmentation.drawReversed(random) && canBeReversed(pair);
            picture(pair, augmentation, reversed, random, arrays.images(), i * pixels);
            sound(pair, augmentation, reversed, random, arrays.spectrograms(), i * LogSpectrogram.SIZE);
            arrays.matched()[i] = pair.matched() ? 1f : 0f;
        }
        return new PairBatch(
                pairs.size(), input, arrays.images(), arrays.spectrograms(), arrays.matched(), List.copyOf(pairs));
    }

    private PairBatch empty(List<Pair> pairs) {
        int size = pairs.size();
        return new PairBatch(
                size,
                input,
                new float[size * input.size()],
                new float[size * LogSpectrogram.SIZE],
                new float[size],
                pairs);
    }

    private void picture(
            Pair pair,
            Augmentation augmentation,
            boolean reversed,
            RandomGenerator random,
            float[] target,
            int offset) {
        int clip = pair.frameClip();
        int index = pair.frameIndex();
        try {
            int side = input.side();
            RgbImage image = library.frame(clip, index);
            View view = augmentation.drawView(image, random);
            int before = input.framesBefore();
            for (int i = 0; i < input.frames(); i++) {
                int frame = Math.clamp(index + (reversed ? before - i : i - before), 0, library.frameCount(clip) - 1);
                RgbImage shown = frame == index ? image : library.frame(clip, frame);
                planes.render(shown, view, side, target, offset + 3 * i * side * side);
            }
            augmentation.erase(target, offset, side, 3 * input.frames(), random);
            if (input.flowFields() > 0) {
                FlowStack flow = flow(clip, index, reversed);
                flowPlanes.render(flow, view, image.width(), image.height(), side, target, offset + 3 * side * side);
            }
        } catch (RuntimeException e) {
            throw unreadable("frame " + index, clip, e);
        }
    }

    private boolean canBeReversed(Pair pair) {
        int fields = input.flowFields();
        return fields == 0 || library.hasFlow(pair.frameClip(), pair.frameIndex() - fields, fields);
    }

    /** The flow from a frame on; nothing moves beyond the clip's end. Backwards, the flow that led to the frame, turned round. */
    private FlowStack flow(int clip, int frame, boolean reversed) {
        int fields = input.flowFields();
        int existing = reversed ? fields : Math.min(fields, library.frameCount(clip) - 1 - frame);
        List<FlowField> flow = new ArrayList<>();
        if (existing > 0) {
            flow.addAll(library.flow(clip, reversed ? frame - fields : frame, existing)
                    .fields());
        }
        if (reversed) {
            Collections.reverse(flow);
            flow.replaceAll(FlowField::reversed);
        }
        while (flow.size() < fields) {
            flow.add(FlowField.zero(1, 1));
        }
        return new FlowStack(flow);
    }

    private void sound(
            Pair pair,
            Augmentation augmentation,
            boolean reversed,
            RandomGenerator random,
            float[] target,
            int offset) {
        try {
            float[] samples = library.sound(
                    pair.soundClip(), pair.soundCenterSample() - Sound.SAMPLE_RATE_HZ / 2, LogSpectrogram.SAMPLES);
            requireNumbers(samples);
            if (reversed) {
                reverse(samples);
            }
            spectrogram.compute(samples, augmentation.drawGain(random), target, offset);
            augmentation.mask(target, offset, random);
        } catch (RuntimeException e) {
            double seconds = pair.soundCenterSample() / (double) Sound.SAMPLE_RATE_HZ;
            throw unreadable("the sound around second " + seconds, pair.soundClip(), e);
        }
    }

    private static void reverse(float[] samples) {
        for (int i = 0, j = samples.length - 1; i < j; i++, j--) {
            float early = samples[i];
            samples[i] = samples[j];
            samples[j] = early;
        }
    }

    /** The spectrogram's floor would turn what is not a number into some number, and training would go on with it. */
    private static void requireNumbers(float[] samples) {
        for (float sample : samples) {
            if (!Float.isFinite(sample)) {
                throw new IllegalStateException("a sample is " + sample);
            }
        }
    }

    private EarsightException unreadable(String part, int clip, RuntimeException cause) {
        return new EarsightException(
                "Could not read " + part + " of clip '" + library.name(clip) + "' (" + cause.getMessage()
                        + "); prepare the data again.",
                cause);
    }
}
