package dev.earsight.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void arraysComeBackInRowMajorOrderWhateverTheLayout(int channels) {
        float[] values = new float[2 * channels * 2 * 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        try (Scope scope = Scope.open()) {
            Tensor images = Tensors.images(values, 2, channels, 2, 5);
            assertThat(Tensors.shape(images)).containsExactly(2, channels, 2, 5);
            assertThat(Tensors.toArray(images)).isEqualTo(values);
            if (channels > 1) {
                assertThat(images.stride(1)).as("channels lie side by side").isEqualTo(1);
            }
            Tensor turned = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).t();
            assertThat(Tensors.toArray(turned)).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(Tensors.toArray(turned.to(torch.ScalarType.BFloat16))).containsExactly(1, 4, 2, 5, 3, 6);
        }
    }

    @Test
    void tooFewValuesAreRefused() {
        assertThatThrownBy(() -> Tensors.of(new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 3]");
    }

    @Test
    void scopesFreeWhatIsNotKept() {
        Tensor kept;
        Tensor freed;
        try (Scope scope = Scope.open()) {
            kept = Tensors.keep(Tensors.of(new float[] {4}, 1));
            freed = Tensors.of(new float[] {5}, 1);
        }
        assertThat(freed.isNull()).isTrue();
        assertThat(Tensors.toFloat(kept)).isEqualTo(4);
        kept.close();
        assertThat(kept.isNull()).isTrue();
    }

    @Test
    void gradientsAreSwitchedOffAndOnAgain() {
        try (Scope scope = Scope.open()) {
            Tensor weight = Tensors.of(new float[] {2}, 1);
            weight.set_requires_grad(true);
            try (var none = Tensors.withoutGradients()) {
                try (var inner = Tensors.withoutGradients()) {
                    assertThat(weight.mul(weight).requires_grad()).isFalse();
                }
                assertThat(weight.mul(weight).requires_grad()).isFalse();
            }
            assertThat(weight.mul(weight).requires_grad()).isTrue();
        }
    }
}
