package dev.earsight.bench;

import dev.earsight.leakage.Item;
import dev.earsight.leakage.ItemSet;
import dev.earsight.leakage.Kind;
import dev.earsight.leakage.Overlap;
import dev.earsight.leakage.PictureHash;
import dev.earsight.leakage.SoundPrint;
import dev.earsight.leakage.SplitComparison;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * What `evaluate --check-splits` costs beside decoding: made-up clips of 4 s (two pictures of 340x256, 4 s of sound) in two sets, hashed and
 * compared. Every hundredth clip of the second set is a copy of one in the first: half as loud, cut by a quarter of a second, pictures
 * two thirds as large. Making the clips stands for decoding and is not counted: hashing is counted as processor time, over the cores.
 */
public final class SplitCost {
    private static final int LOOPS = 96;
    private static final int CLIP_SAMPLES = 4 * Sound.SAMPLE_RATE_HZ;
    private static final int CUT_SAMPLES = 12_345;
    private static final int COPY_EVERY = 100;

    private final float[][] loops = new float[LOOPS][Sound.SAMPLE_RATE_HZ];
    private final AtomicLong pictureNanos = new AtomicLong();
    private final AtomicLong soundNanos = new AtomicLong();

    private SplitCost() {
        Random random = new Random(1);
        for (float[] loop : loops) {
            double hertz = 120 * Math.pow(20, random.nextDouble());
            double noise = random.nextDouble();
            double wobble = 1 + 6 * random.nextDouble();
            for (int i = 0; i < loop.length; i++) {
                double phase = 2 * Math.PI * i / loop.length;
                double value = noise * random.nextGaussian();
                for (int partial = 1; partial <= 5; partial++) {
                    value += Math.sin(phase * Math.round(hertz) * partial) / partial;
                }
                loop[i] = (float) (0.05 * value * (1 + Math.sin(phase * Math.round(wobble))));
            }
        }
    }

    /** @param arguments how many clips in the first set, and in the second */
    public static void main(String[] arguments) {
        int first = Integer.parseInt(arguments[0]);
        int second = Integer.parseInt(arguments[1]);
        SplitCost cost = new SplitCost();
        ItemSet train = new ItemSet("train", cost.items(first, 0, seed -> seed));
        ItemSet test = new ItemSet(
                "test", cost.items(second, first, seed -> seed % COPY_EVERY == 0 ? (seed - first) % first : seed));
        int cores = Runtime.getRuntime().availableProcessors();
        double pictures = cost.pictureNanos.get() / 1e9 / cores;
        double sounds = cost.soundNanos.get() / 1e9 / cores;
        long start = System.nanoTime();
        List<Overlap> overlaps =
                new SplitComparison(EnumSet.of(Kind.PICTURE, Kind.SOUND), (_, _) -> {}).of(List.of(train, test));
        double search = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%,d + %,d clips, %d cores: pictures %.1f s, sounds %.1f s, search %.1f s (clock), together %.1f s%n",
                first,
                second,
                cores,
                pictures,
                sounds,
                search,
                pictures + sounds + search);
        long copies = IntStream.range(first, first + second)
                .filter(seed -> seed % COPY_EVERY == 0)
                .count();
        for (Kind kind : List.of(Kind.PICTURE, Kind.SOUND)) {
            List<Overlap> found =
                    overlaps.stream().filter(overlap -> overlap.kind() == kind).toList();
            long right = found.stream()
                    .filter(overlap -> copyOf(overlap.second(), first).equals(overlap.first()))
                    .count();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d of %,d copies found, %,d other pairs%n",
                    kind.label(),
                    right,
                    copies,
                    found.size() - right);
        }
    }

    private static String copyOf(String name, int first) {
        int seed = Integer.parseInt(name);
        return String.valueOf(seed % COPY_EVERY == 0 ? (seed - first) % first : -1);
    }

    private List<Item> items(int count, int from, java.util.function.IntUnaryOperator content) {
        Item[] items = new Item[count];
        IntStream.range(0, count).parallel().forEach(i -> {
            int seed = from + i;
            int own = content.applyAsInt(seed);
            boolean copy = own != seed;
            List<RgbImage> pictures = new ArrayList<>();
            for (int frame = 0; frame < 2; frame++) {
                pictures.add(copy ? picture(2L * own + frame, 227, 171) : picture(2L * own + frame, 340, 256));
            }
            float[] sound = copy ? quieter(sound(own)) : sound(own);
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long[] hashes = pictures.stream()
                    .map(PictureHash::of)
                    .filter(java.util.OptionalLong::isPresent)
                    .mapToLong(java.util.OptionalLong::getAsLong)
                    .toArray();
            long middle = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            int[] words = SoundPrint.of(sound);
            pictureNanos.addAndGet(middle - start);
            soundNanos.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - middle);
            items[i] = new Item(String.valueOf(seed), String.valueOf(seed), Optional.empty(), hashes, words);
        });
        return Arrays.asList(items);
    }

    private static float[] quieter(float[] sound) {
        float[] quieter = Arrays.copyOfRange(sound, CUT_SAMPLES, sound.length);
        for (int i = 0; i < quieter.length; i++) {
            quieter[i] *= 0.5f;
        }
        return quieter;
    }

    /** Stretches of random length, each a mixture of two loops from random places. */
    private float[] sound(int seed) {
        Random random = new Random(seed);
        float[] sound = new float[CLIP_SAMPLES];
        for (int at = 0; at < sound.length; ) {
            int end = Math.min(sound.length, at + 4_000 + random.nextInt(24_000));
            float[] one = loops[random.nextInt(LOOPS)];
            float[] other = loops[random.nextInt(LOOPS)];
            float gain = random.nextFloat();
            int turn = random.nextInt(one.length);
            for (; at < end; at++) {
                int place = (at + turn) % one.length;
                sound[at] = one[place] + gain * other[place];
            }
        }
        return sound;
    }

    /** Shades between random values on a grid of 12x9. */
    private static RgbImage picture(long seed, int width, int height) {
        Random random = new Random(seed);
        float[] grid = new float[13 * 10];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = 255 * random.nextFloat();
        }
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0, i = 0; y < height; y++) {
            float v = 9f * y / height;
            int row = (int) v;
            for (int x = 0; x < width; x++, i += 3) {
                float u = 12f * x / width;
                int at = 13 * row + (int) u;
                float above = grid[at] + (u - (int) u) * (grid[at + 1] - grid[at]);
                float below = grid[at + 13] + (u - (int) u) * (grid[at + 14] - grid[at + 13]);
                byte shade = (byte) (above + (v - row) * (below - above));
                rgb[i] = shade;
                rgb[i + 1] = shade;
                rgb[i + 2] = shade;
            }
        }
        return new RgbImage(width, height, rgb);
    }
}
