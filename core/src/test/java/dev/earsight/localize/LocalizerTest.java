package dev.earsight.localize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.RgbImage;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.net.NetworkConfig.Padding;
import dev.earsight.weights.Checkpoint;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalizerTest {
    @TempDir
    Path folder;

    /** With attention the whole picture may be judged silent although its best place alone would not be. */
    @Test
    void attentionDecidesWhetherAnythingIsVisible() {
        Localizer.Answer even = localize(0.05, 0);
        double peak = logOdds(even.peak().score());
        double whole = logOdds(even.probability());
        assertThat(peak).as("a map that is not flat").isGreaterThan(whole + 0.05);

        Localizer.Answer below = localize(0.05, -(peak + whole) / 2);
        assertThat(below.peak().score()).isGreaterThan(0.5);
        assertThat(below.probability()).isLessThan(0.5);
        assertThat(below.visible()).isFalse();
        assertThat(below.boxes()).isEmpty();

        Localizer.Answer above = localize(0.05, 0.1 - whole);
        assertThat(above.visible()).isTrue();
        assertThat(above.boxes()).isNotEmpty();
        assertThat(above.probability()).isLessThan(above.peak().score());
    }

    @Test
    void theMaximumIsThePeaksProbability() {
        Localizer.Answer answer = localize(0, 0.3);
        assertThat(answer.probability()).isCloseTo(answer.peak().score(), within(1e-6));
    }

    private Localizer.Answer localize(double attentionSharpness, double offset) {
        NetworkConfig tiny = new NetworkConfig(64, List.of(4, 4, 8, 8), 16, 8, false, Padding.ZERO)
                .withAttention(attentionSharpness);
        Path checkpoint = folder.resolve("net.safetensors");
        try (Network network = Model.AVOL.create(tiny, 1)) {
            network.calibrate(30, offset);
            Checkpoint.write(checkpoint, Model.AVOL, tiny, network.parameters().all(), Map.of());
        }
        byte[] rgb = new byte[3 * 64 * 64];
        new Random(1).nextBytes(rgb);
        java.util.Arrays.fill(rgb, 0, rgb.length / 2, (byte) 120);
        float[] samples = new float[48_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.3 * Math.sin(0.06 * i));
        }
        try (TrainedNetwork network = TrainedNetwork.load(checkpoint)) {
            return new Localizer(network).localize(new RgbImage(64, 64, rgb), samples);
        }
    }

    private static double logOdds(double probability) {
        return Math.log(probability / (1 - probability));
    }
}
