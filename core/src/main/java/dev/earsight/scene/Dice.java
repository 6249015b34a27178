package dev.earsight.scene;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random numbers that depend on nothing but the numbers they are asked for with: no order, no thread. */
final class Dice {
    private Dice() {}

    /** A generator for one purpose ({@code stream}) of one scene. */
    static RandomGenerator of(long seed, long index, long stream) {
        return new SplittableRandom(mix(mix(mix(seed) + index) + stream));
    }

    /** Uniform between {@code low} and {@code high}. */
    static double between(RandomGenerator random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Uniform on the logarithm between {@code low} and {@code high}, both above 0: as many octaves below as above. */
    static double octaves(RandomGenerator random, double low, double high) {
        return low * Math.pow(high / low, random.nextDouble());
    }

    static boolean chance(RandomGenerator random, double probability) {
        return random.nextDouble() < probability;
    }

    static <T> T pick(RandomGenerator random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Stafford's variant 13 of the MurmurHash3 finalizer: every input bit changes about half of the output. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
