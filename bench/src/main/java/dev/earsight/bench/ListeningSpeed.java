package dev.earsight.bench;

import dev.earsight.microphones.Listening;
import dev.earsight.microphones.ListeningSettings;
import dev.earsight.microphones.MicrophoneArray;
import dev.earsight.microphones.Point;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Directions from four microphones at 48 kHz on a 1-degree grid, ten answers a second, from samples to answers on one thread: milliseconds for
 * {@value #SECONDS} seconds of sound. Real time is {@value #SECONDS} seconds; 50 times that is 200 ms.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class ListeningSpeed {
    private static final int SECONDS = 10;

    /** Whether a source stands out, or there is only noise: the bounds of the search then leave little out. */
    @Param({"source", "noise"})
    public String sound = "source";

    /** A square in the picture's plane (half of all directions) or a tetrahedron (all). */
    @Param({"square", "tetrahedron"})
    public String shape = "square";

    private float[][] channels = new float[0][];
    private Listening listening =
            new Listening(MicrophoneArray.of(48_000, new Point(0, 0, 0), new Point(1, 0, 0)), ListeningSettings.USUAL);

    /** Makes the sound: white, the same on all channels but for whole samples of delay, with noise. */
    @Setup
    public void prepare() {
        double depth = shape.equals("square") ? 0 : 0.03;
        MicrophoneArray array = MicrophoneArray.of(
                48_000,
                new Point(0.05, 0.05, depth),
                new Point(-0.05, 0.05, -depth),
                new Point(-0.05, -0.05, depth),
                new Point(0.05, -0.05, -depth));
        listening = new Listening(array, ListeningSettings.USUAL);
        Random random = new Random(1);
        channels = new float[4][SECONDS * 48_000];
        float[] source = new float[SECONDS * 48_000 + 10];
        for (int i = 0; i < source.length; i++) {
            source[i] = sound.equals("source") ? (float) random.nextGaussian() : 0;
        }
        for (int m = 0; m < 4; m++) {
            for (int i = 0; i < channels[m].length; i++) {
                channels[m][i] = 0.05f * (source[i + m] + 0.3f * (float) random.nextGaussian());
            }
        }
    }

    /** Ten seconds. */
    @Benchmark
    public int tenSeconds() {
        return listening.push(channels, channels[0].length).size();
    }
}
