package dev.earsight.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamTest {
    private static final double RATE = 0.05;

    /** Against the algorithm of the paper in double precision, on {@code sum(c x^2)}: gradient {@code 2 c x}. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void followsTheAlgorithm(long seed) {
        Random random = new Random(seed);
        double clipNorm = seed == 1 ? 0 : 0.7;
        double decay = seed == 2 ? 0 : 0.01;
        double[] x = random.doubles(3, -2, 2).toArray();
        double[] c = random.doubles(3, 0.5, 2).toArray();
        double[] m = new double[3];
        double[] v = new double[3];
        try (Scope scope = Scope.open()) {
            Tensor parameter = Tensors.of(floats(x), 3);
            parameter.set_requires_grad(true);
            Tensor untouched = Tensors.of(new float[] {5}, 1);
            untouched.set_requires_grad(true);
            Map<String, Tensor> parameters = new LinkedHashMap<>(Map.of("x", parameter));
            parameters.put("untouched", untouched);
            try (Adam adam = new Adam(parameters, decay)) {
                for (int t = 1; t <= 20; t++) {
                    parameter.mul(parameter).mul(Tensors.of(floats(c), 3)).sum().backward();
                    double norm = adam.step(RATE, clipNorm);
                    double expectedNorm = 0;
                    for (int i = 0; i < 3; i++) {
                        expectedNorm += 4 * c[i] * c[i] * x[i] * x[i];
                    }
                    expectedNorm = Math.sqrt(expectedNorm);
                    assertThat(norm).isCloseTo(expectedNorm, within(1e-4));
                    double clip = clipNorm > 0 && expectedNorm > clipNorm ? clipNorm / expectedNorm : 1;
                    for (int i = 0; i < 3; i++) {
                        double g = clip * 2 * c[i] * x[i] + decay * x[i];
                        m[i] = 0.9 * m[i] + 0.1 * g;
                        v[i] = 0.999 * v[i] + 0.001 * g * g;
                        x[i] -= RATE
                                * (m[i] / (1 - Math.pow(0.9, t)))
                                / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
                    }
                    assertThat(Tensors.toArray(parameter)).containsExactly(floats(x), within(2e-4f));
                }
                assertThat(adam.steps()).isEqualTo(20);
                assertThat(adam.state().keySet())
                        .containsExactly(
                                "adam.first.x", "adam.second.x", "adam.first.untouched", "adam.second.untouched");
            }
            assertThat(Tensors.toFloat(untouched)).as("no gradient, no decay").isEqualTo(5);
        }
    }

    @Test
    void aGradientThatIsNotANumberMovesNothing() {
        try (Scope scope = Scope.open()) {
            Tensor parameter = Tensors.of(new float[] {1, -1}, 2);
            parameter.set_requires_grad(true);
            try (Adam adam = new Adam(Map.of("x", parameter), 0)) {
                // The square root of zero is finite, its slope is not.
                parameter.mul(Tensors.scalar(0)).sqrt().sum().backward();
                assertThat(Double.isFinite(adam.step(RATE, 1))).isFalse();
                assertThat(Tensors.toArray(parameter)).containsExactly(1, -1);
                assertThat(adam.steps()).isZero();
                assertThat(adam.state())
                        .containsKey("adam.first.x")
                        .allSatisfy((name, moment) ->
                                assertThat(Tensors.toArray(moment)).as(name).containsExactly(0, 0));
            }
        }
    }

    private static float[] floats(double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
