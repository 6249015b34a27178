package dev.earsight.bench;

import dev.earsight.clip.LogSpectrogram;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Log-spectrograms (257, 200) of a second at 48 kHz: how many a second on one thread. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class SpectrogramSpeed {
    private final LogSpectrogram spectrogram = new LogSpectrogram();
    private final float[] sound = new float[LogSpectrogram.SAMPLES];
    private final float[] target = new float[LogSpectrogram.SIZE];

    /** White noise. */
    @Setup
    public void prepare() {
        Random random = new Random(1);
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) (0.1 * random.nextGaussian());
        }
    }

    /** One. */
    @Benchmark
    public float[] compute() {
        spectrogram.compute(sound, 1, target, 0);
        return target;
    }
}
