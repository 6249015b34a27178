package dev.earsight.bench;

import dev.earsight.media.FrameSize;
import dev.earsight.media.MediaFile;
import dev.earsight.media.Sound;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * {@link PairReading} for a machine with other work on it: every round draws pairs and reads the same ones each way, one way
 * after the other, and the thread's processor time is counted beside the clock's. So a change of load between two
 * measurements cannot pass for a difference between the ways.
 */
public final class PairCost {
    private static final int WARM_UP_ROUNDS = 2;

    private PairCost() {}

    private interface Way {
        Object pair(int clip, int frame);
    }

    /** @param arguments folder of videos, data prepared from it, pairs per round, rounds */
    public static void main(String[] arguments) {
        Path videos = Path.of(arguments[0]);
        int pairs = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        FrameSize size = FrameSize.shortSide(256);
        Map<String, MediaFile> kept = new HashMap<>();
        try (PreparedData data = PreparedData.open(Path.of(arguments[1]), EnumSet.allOf(Split.class))) {
            Map<String, Way> ways = new LinkedHashMap<>();
            ways.put(
                    "shards",
                    (clip, frame) -> List.of(
                            data.frame(clip, frame),
                            data.sound(
                                    clip,
                                    (long) frame * Sound.SAMPLES_PER_FRAME - Sound.SAMPLE_RATE_HZ / 2,
                                    Sound.SAMPLE_RATE_HZ)));
            ways.put("source opened for each pair", (clip, frame) -> {
                try (MediaFile file = MediaFile.open(videos.resolve(data.source(clip)))) {
                    return seek(file, (data.startFrame(clip) + frame) / 25.0, size);
                }
            });
            ways.put("source kept open", (clip, frame) -> {
                MediaFile file = kept.computeIfAbsent(data.source(clip), name -> MediaFile.open(videos.resolve(name)));
                return seek(file, (data.startFrame(clip) + frame) / 25.0, size);
            });
            report(measure(data, ways, pairs, rounds));
        } finally {
            kept.values().forEach(MediaFile::close);
        }
    }

    private static Object seek(MediaFile file, double seconds, FrameSize size) {
        return List.of(file.frameAt(seconds, size), file.soundAround(seconds, 1));
    }

    /** For each way, microseconds per pair: [0 = clock, 1 = processor][round]. */
    private static Map<String, double[][]> measure(PreparedData data, Map<String, Way> ways, int pairs, int rounds) {
        Random random = new Random(1);
        Map<String, double[][]> costs = new LinkedHashMap<>();
        ways.keySet().forEach(name -> costs.put(name, new double[2][rounds]));
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            int[] clips = random.ints(pairs, 0, data.size()).toArray();
            int[] frames = Arrays.stream(clips)
                    .map(clip -> random.nextInt(data.frameCount(clip)))
                    .toArray();
            int now = round;
            ways.forEach((name, way) -> {
                long clock = System.nanoTime();
                long processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                for (int i = 0; i < pairs; i++) {
                    way.pair(clips[i], frames[i]);
                }
                double[][] cost = costs.getOrDefault(name, new double[2][rounds]);
                cost[0][Math.max(0, now)] = (System.nanoTime() - clock) / 1e3 / pairs;
                cost[1][Math.max(0, now)] =
                        (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - processor) / 1e3 / pairs;
            });
        }
        return costs;
    }

    private static void report(Map<String, double[][]> costs) {
        double[][] shards = costs.getOrDefault("shards", new double[2][0]);
        costs.forEach((name, cost) -> {
            for (int kind = 0; kind < 2; kind++) {
                double[] ratios = new double[cost[kind].length];
                for (int round = 0; round < ratios.length; round++) {
                    ratios[round] = cost[kind][round] / shards[kind][round];
                }
                System.out.printf(
                        Locale.ROOT,
                        "%-28s %-9s %s us per pair; times shards: %s%n",
                        name,
                        kind == 0 ? "clock" : "processor",
                        spread(cost[kind], "%.0f"),
                        spread(ratios, "%.1f"));
            }
        });
    }

    private static String spread(double[] values, String format) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                format + " (" + format + " to " + format + ")",
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1]);
    }
}
