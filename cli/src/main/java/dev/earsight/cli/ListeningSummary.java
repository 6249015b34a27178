package dev.earsight.cli;

import dev.earsight.microphones.ChannelFault;
import dev.earsight.microphones.ClockCheck;
import dev.earsight.microphones.Heard;
import dev.earsight.microphones.MicrophoneArray;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What can be said at the end of a recording: how many answers, how late, and what is wrong with the channels. */
final class ListeningSummary {
    /** A pipe may stay open for days; the last ones are enough. */
    private static final int LATENCIES_KEPT = 10_000;

    private final double[] latencies = new double[LATENCIES_KEPT];
    private long answers;
    private long silent;
    private final Map<String, Long> faults = new TreeMap<>();

    void add(Heard heard, double latencyMillis, Function<ChannelFault, String> inWords) {
        latencies[(int) (answers++ % LATENCIES_KEPT)] = latencyMillis;
        silent += heard.silent() ? 1 : 0;
        heard.faults().forEach(fault -> faults.merge(inWords.apply(fault), 1L, Long::sum));
    }

    long answers() {
        return answers;
    }

    void print(PrintStream to, double seconds, double busySeconds, double windowSeconds, double silenceDecibels) {
        double[] sorted = Arrays.copyOf(latencies, (int) Math.min(answers, LATENCIES_KEPT));
        Arrays.sort(sorted);
        to.printf(
                Locale.ROOT,
                "%,d answers from %.1f s of sound, %,d of them silence. Latency from a window's last sample to its answer: median "
                        + "%.1f ms, 99 %% within %.1f ms; a sound counts in full once it has filled its window, %.2f s. %.0f times "
                        + "real time.%n",
                answers,
                seconds,
                silent,
                sorted[sorted.length / 2],
                sorted[(int) Math.ceil(0.99 * sorted.length) - 1],
                windowSeconds,
                seconds / busySeconds);
        faults.forEach(
                (fault, count) -> to.printf(Locale.ROOT, "Channel %s in %,d of %,d answers.%n", fault, count, answers));
        if (silent == answers) {
            to.println("All of it is below --silence " + silenceDecibels + "; lower that to hear more.");
        }
    }

    static void print(PrintStream to, List<ClockCheck.Drift> drifts, MicrophoneArray array) {
        for (ClockCheck.Drift drift : drifts) {
            to.printf(
                    Locale.ROOT,
                    "Channel %d does not keep time with channel %d (up to %.2f ms apart, more than their distance allows%s); "
                            + "directions with it mean nothing: record both with one clock.%n",
                    array.microphones().get(drift.microphone()).channel() + 1,
                    array.microphones().getFirst().channel() + 1,
                    1000 * drift.furthestSeconds(),
                    drift.partsPerMillion() == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT, "; it drifts by %.0f parts per million", drift.partsPerMillion()));
        }
    }
}
