package dev.earsight.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.net.NetworkConfig.Padding;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One item and two: the same bits, whatever the other is and whichever comes first. */
class SingleItemTest {
    private static final NetworkConfig SMALL =
            new NetworkConfig(80, List.of(8, 16, 24, 32), 32, 4, false, Padding.ZERO);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void companyChangesNothing(Model model) {
        Random random = new Random(3);
        float[] pictures = gaussian(random, 3 * 3 * 80 * 80);
        float[] sounds = gaussian(random, 3 * 257 * 200);
        Path file = folder.resolve("net.safetensors");
        try (Network network = model.create(SMALL, 5)) {
            Checkpoint.write(file, model, SMALL, network.parameters().all(), Map.of());
        }
        try (TrainedNetwork network = TrainedNetwork.load(file)) {
            for (int other = 1; other < 3; other++) {
                float[] picture = network.pictures(item(pictures, 0), 1)[0];
                assertThat(picture).isEqualTo(network.pictures(items(pictures, 0, other), 2)[0]);
                if (model != Model.AVOL) { // of whose maps only the first keeps every bit
                    assertThat(picture).isEqualTo(network.pictures(items(pictures, other, 0), 2)[1]);
                }
                assertThat(network.sounds(item(sounds, 0), 1)[0])
                        .isEqualTo(network.sounds(items(sounds, 0, other), 2)[0])
                        .isEqualTo(network.sounds(items(sounds, other, 0), 2)[1]);
            }
        }
    }

    private static float[] item(float[] three, int which) {
        int size = three.length / 3;
        return Arrays.copyOfRange(three, which * size, (which + 1) * size);
    }

    private static float[] items(float[] three, int first, int second) {
        float[] both = Arrays.copyOf(item(three, first), 2 * three.length / 3);
        System.arraycopy(item(three, second), 0, both, three.length / 3, three.length / 3);
        return both;
    }

    private static float[] gaussian(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
