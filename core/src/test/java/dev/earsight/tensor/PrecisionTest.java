package dev.earsight.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.loss.Loss;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrecisionTest {
    private static final NetworkConfig TINY =
            new NetworkConfig(32, List.of(8, 8, 16, 16), 16, 4, false, NetworkConfig.Padding.ZERO);

    /** bfloat16 keeps 8 bits: each rounding errs by up to 2^-9, and there are some twenty on the way. */
    @ParameterizedTest
    @EnumSource
    void bfloat16AgreesToItsRounding(Model model) {
        try (Scope scope = Scope.open();
                Network network = model.create(TINY, 1)) {
            Tensor images = noise(1, 6, 3, 32, 32);
            Tensor spectrograms = noise(2, 6, 1, 257, 200);
            float[][] full = forward(network, Precision.FLOAT32, images, spectrograms);
            float[][] rounded = forward(network, Precision.BFLOAT16, images, spectrograms);
            for (int side = 0; side < 2; side++) {
                float scale = 0;
                for (float value : full[side]) {
                    scale = Math.max(scale, Math.abs(value));
                }
                assertThat(rounded[side]).containsExactly(full[side], within(0.06f * scale));
                assertThat(rounded[side]).as("it really rounds").isNotEqualTo(full[side]);
            }
        }
    }

    private static float[][] forward(Network network, Precision precision, Tensor images, Tensor spectrograms) {
        try (var none = Tensors.withoutGradients();
                var autocast = precision.autocast()) {
            Tensor vision = network.vision(images, true);
            Tensor sound = network.sound(spectrograms, true);
            assertThat(vision.scalar_type().intern()).isEqualTo(ScalarType.Float);
            assertThat(sound.scalar_type().intern()).isEqualTo(ScalarType.Float);
            return new float[][] {Tensors.toArray(vision), Tensors.toArray(sound)};
        }
    }

    @ParameterizedTest
    @EnumSource
    void parametersAndTheirGradientsStayInFull(Model model) {
        try (Scope scope = Scope.open();
                Network network = model.create(TINY, 1)) {
            Tensor vision;
            Tensor sound;
            try (var autocast = Precision.BFLOAT16.autocast()) {
                vision = network.vision(noise(1, 6, 3, 32, 32), true);
                sound = network.sound(noise(2, 6, 1, 257, 200), true);
            }
            Tensor loss = Loss.LOGISTIC
                    .of(network, vision, sound, Tensors.of(new float[] {1, 0, 1, 0, 1, 0}, 6))
                    .loss();
            assertThat(loss.scalar_type().intern()).isEqualTo(ScalarType.Float);
            loss.backward();
            network.parameters()
                    .all()
                    .forEach((name, tensor) ->
                            assertThat(tensor.scalar_type().intern()).as(name).isEqualTo(ScalarType.Float));
            network.parameters()
                    .trained()
                    .forEach((name, tensor) -> assertThat(
                                    tensor.grad().scalar_type().intern())
                            .as(name)
                            .isEqualTo(ScalarType.Float));
        }
    }

    @Test
    void autocastEndsWhereItIsClosed() {
        assertThat(torch.is_autocast_enabled(DeviceType.CPU)).isFalse();
        try (var outer = Precision.BFLOAT16.autocast()) {
            try (var inner = Precision.BFLOAT16.autocast()) {
                assertThat(torch.is_autocast_enabled(DeviceType.CPU)).isTrue();
            }
            assertThat(torch.is_autocast_enabled(DeviceType.CPU)).isTrue();
        }
        assertThat(torch.is_autocast_enabled(DeviceType.CPU)).isFalse();
        try (var off = Precision.FLOAT32.autocast()) {
            assertThat(torch.is_autocast_enabled(DeviceType.CPU)).isFalse();
        }
    }

    @Test
    void thisCpuAlwaysGetsTheSame() {
        Precision first = Precision.ofThisMachine();
        assertThat(first == Precision.BFLOAT16)
                .isEqualTo(CpuFeatures.ofThisMachine().multipliesBfloat16());
        assertThat(Precision.ofThisMachine()).isEqualTo(first);
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
