package dev.earsight.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.net.NetworkConfig.Padding;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MotionNetworkTest {
    private static final NetworkConfig TINY = new NetworkConfig(32, List.of(4, 4, 6, 8), 16, 4, true, Padding.ZERO);

    /** The paper's 11,878,276 (appendix B) has biases in its 24 convolutions: 64, 128, 256, 512 twice each, for 3, 3, 3, 2 streams. */
    @Test
    void flowNetworkHasAsManyParametersAsThePaper() {
        int biases = 2 * (3 * (64 + 128 + 256) + 2 * 512);
        try (Network network = new AveNet(NetworkConfig.paper().withMotion(1, 10), 1)) {
            // Each bias is taken over by the shift of the normalization after it; the paper counts both.
            assertThat(network.parameters().count()).isEqualTo(11_878_276 - biases);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 9, 25})
    void framesGiveTheMapOfOnePicture(int frames) {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                Network network = new AvolNet(TINY.withMotion(frames, 0), 1)) {
            assertThat(Tensors.shape(network.vision(noise(1, 2, 3L * frames, 32, 32), false)))
                    .containsExactly(2, 4, 16);
        }
    }

    /** The network of one picture is a special case of the one of frames: any kernels that add up to it over time. */
    @ParameterizedTest
    @EnumSource
    void onePictureRepeatedIsSeenAsThePicture(Padding padding) {
        NetworkConfig config = new NetworkConfig(48, List.of(4, 6, 6, 8), 16, 4, true, padding);
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                Network still = new AvolNet(config, 1);
                Network moving = new AvolNet(config.withMotion(9, 0), 2)) {
            moving.parameters().all().forEach((name, kernel) -> {
                Tensor flat = Objects.requireNonNull(still.parameters().all().get(name));
                if (kernel.dim() != 5) {
                    kernel.copy_(flat);
                    return;
                }
                long moments = kernel.size(2);
                Tensor rest = flat.clone();
                for (int i = 0; i < moments - 1; i++) {
                    Tensor part = noise(i, Tensors.shape(flat)).mul(Tensors.scalar(0.1));
                    kernel.select(2, i).copy_(part);
                    rest = rest.sub(part);
                }
                kernel.select(2, moments - 1).copy_(rest);
            });
            Tensor picture = noise(3, 5, 3, 48, 48);
            Tensor repeated = torch.cat(
                    new TensorVector(picture, picture, picture, picture, picture, picture, picture, picture, picture),
                    1);
            for (boolean training : new boolean[] {true, false}) {
                assertThat(Tensors.toArray(moving.vision(repeated, training)))
                        .containsExactly(Tensors.toArray(still.vision(picture, training)), within(2e-3f));
            }
        }
    }

    @Test
    void theOrderOfFramesMatters() {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                Network network = new AveNet(TINY.withMotion(3, 0), 1)) {
            Tensor forward = noise(1, 4, 9, 32, 32);
            Tensor backward = torch.cat(
                    new TensorVector(forward.narrow(1, 6, 3), forward.narrow(1, 3, 3), forward.narrow(1, 0, 3)), 1);
            float[] one = Tensors.toArray(network.vision(forward, true));
            float[] other = Tensors.toArray(network.vision(backward, true));
            double difference = 0;
            for (int i = 0; i < one.length; i++) {
                difference = Math.max(difference, Math.abs(one[i] - other[i]));
            }
            assertThat(difference).isGreaterThan(0.01);
        }
    }

    @Test
    void impossibleInputsAreRefused() {
        assertThatThrownBy(() -> TINY.withMotion(4, 0)).hasMessageContaining("odd number of frames");
        assertThatThrownBy(() -> TINY.withMotion(27, 0)).hasMessageContaining("at most 25");
        assertThatThrownBy(() -> TINY.withMotion(1, 26)).hasMessageContaining("flow fields, at most 25");
        assertThatThrownBy(() -> TINY.withMotion(3, 10)).hasMessageContaining("beside one frame");
    }

    private static Tensor noise(long seed, long... shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensors.of(values, shape);
    }
}
