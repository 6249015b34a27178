package dev.earsight.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.loss.Loss;
import dev.earsight.net.NetworkConfig.Padding;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    /** Thousands of tiny convolutions: a second thread saves nothing and, on a busy machine, waits for its turn in each. */
    @BeforeAll
    static void oneThread() {
        Tensors.useThreads(1);
    }

    private static final NetworkConfig TINY = new NetworkConfig(32, List.of(4, 4, 6, 8), 16, 4, true, Padding.ZERO);

    enum Kind {
        AVE(AveNet::new, 9_537_796),
        AVOL(AvolNet::new, 9_537_794),
        L3(L3Net::new, 9_504_898);

        final BiFunction<NetworkConfig, Long, Network> make;
        final long paperParameters;

        Kind(BiFunction<NetworkConfig, Long, Network> make, long paperParameters) {
            this.make = make;
            this.paperParameters = paperParameters;
        }
    }

    /** The paper's networks with convolutions that have no bias: batch normalization makes it useless. */
    @ParameterizedTest
    @EnumSource
    void hasAsManyParametersAsThePaper(Kind kind) {
        try (Network network = kind.make.apply(NetworkConfig.paper(), 1L)) {
            assertThat(network.parameters().count()).isEqualTo(kind.paperParameters);
        }
    }

    @Test
    void paperSizesGiveTheMapsOfTheFigures() {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients()) {
            ConvNet vision = new ConvNet(new Parameters(1), "vision", 3, NetworkConfig.paper());
            ConvNet sound = new ConvNet(new Parameters(1), "sound", 1, NetworkConfig.paper());
            assertThat(Tensors.shape(vision.forward(noise(1, 1, 3, 224, 224), false)))
                    .containsExactly(1, 512, 14, 14);
            assertThat(Tensors.shape(sound.forward(noise(1, 1, 1, 257, 200), false)))
                    .containsExactly(1, 512, 16, 12);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersHaveTheStatedShapes(Kind kind) {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                Network network = kind.make.apply(TINY, 1L)) {
            Tensor vision = network.vision(noise(1, 3, 3, 32, 32), false);
            Tensor sound = network.sound(noise(2, 5, 1, 257, 200), false);
            long[] visionShape = switch (kind) {
                case AVE -> new long[] {3, 16};
                case AVOL -> new long[] {3, 4, 16};
                case L3 -> new long[] {3, 8};
            };
            assertThat(Tensors.shape(vision)).containsExactly(visionShape);
            assertThat(Tensors.shape(sound)).containsExactly(5, kind == Kind.L3 ? 8 : 16);
            assertThat(Tensors.shape(network.similarities(vision, sound))).containsExactly(3, 5);
            assertThat(Tensors.shape(network.logits(network.similarities(vision, sound))))
                    .containsExactly(3, 5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pairsAreTheDiagonalOfAllPairs(Kind kind) {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                Network network = kind.make.apply(TINY, 3L)) {
            Tensor vision = network.vision(noise(1, 4, 3, 32, 32), true);
            Tensor sound = network.sound(noise(2, 4, 1, 257, 200), true);
            float[] pairs = Tensors.toArray(network.similarity(vision, sound));
            float[] all = Tensors.toArray(network.similarities(vision, sound));
            for (int i = 0; i < 4; i++) {
                assertThat(all[5 * i]).isCloseTo(pairs[i], within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void untrainedNetworkAnswersOneHalf(Kind kind) {
        for (long seed = 1; seed <= 3; seed++) {
            try (Scope scope = Scope.open();
                    var none = Tensors.withoutGradients();
                    Network network = kind.make.apply(NetworkConfig.small(), seed)) {
                network.center(network.similarity(
                        network.vision(noise(1, 64, 3, 112, 112), true),
                        network.sound(noise(2, 64, 1, 257, 200), true)));
                Tensor logits = network.logits(network.similarity(
                        network.vision(noise(3, 64, 3, 112, 112), true),
                        network.sound(noise(4, 64, 1, 257, 200), true)));
                assertThat(Tensors.toFloat(logits.sigmoid().mean()))
                        .as("seed %d", seed)
                        .isCloseTo(0.5f, within(0.05f));
            }
        }
    }

    @Test
    void smallDistanceMeansMatchFromTheStart() {
        try (Scope scope = Scope.open();
                Network network = new AveNet(TINY, 1)) {
            float[] logits = Tensors.toArray(network.logits(Tensors.of(new float[] {1, 0, -1}, 3)));
            // fc3 starts as 8 (sqrt 2 - d), and d is 0, sqrt 2 and 2.
            assertThat(logits[0]).isCloseTo((float) (8 * Math.sqrt(2)), within(1e-2f));
            assertThat(logits[1]).isCloseTo(0, within(1e-4f));
            assertThat(logits[2]).isCloseTo((float) (8 * (Math.sqrt(2) - 2)), within(1e-4f));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void maximumBeforeOrAfterTheSigmoidIsTheSame(long seed) {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                AvolNet network = new AvolNet(TINY, seed)) {
            Tensor vision = network.vision(noise(seed, 4, 3, 32, 32), true);
            Tensor sound = network.sound(noise(seed + 1, 4, 1, 257, 200), true);
            float[] before = Tensors.toArray(
                    network.logits(network.similarity(vision, sound)).sigmoid());
            float[] after = Tensors.toArray(
                    network.logits(network.map(vision, sound)).sigmoid().amax(new long[] {1}, false));
            assertThat(before).containsExactly(after, within(1e-6f));
        }
    }

    @Test
    void softPoolingLiesBetweenMeanAndMaximum() {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                AvolNet network = new AvolNet(TINY, 1)) {
            Tensor vision = Tensors.of(new float[] {1, 3, 5, 7}, 1, 4, 1);
            Tensor sound = Tensors.of(new float[] {2}, 1, 1);
            assertThat(Tensors.toFloat(network.similarity(vision, sound))).isEqualTo(14);
            network.poolingSharpness(1e-3);
            assertThat(Tensors.toFloat(network.similarity(vision, sound))).isCloseTo(8, within(0.05f));
            network.poolingSharpness(0.5);
            double expected = Math.log((Math.exp(1) + Math.exp(3) + Math.exp(5) + Math.exp(7)) / 4) / 0.5;
            assertThat(Tensors.toFloat(network.similarity(vision, sound))).isCloseTo((float) expected, within(1e-4f));
        }
    }

    @Test
    void attentionIsTheMeanOfPlacesWeightedByTheirOwnSimilarity() {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                AvolNet network = new AvolNet(attentive(0.5), 1)) {
            Tensor vision = Tensors.of(new float[] {1, 3, 5, 7}, 1, 4, 1);
            Tensor sound = Tensors.of(new float[] {2}, 1, 1);
            // Products 2, 6, 10, 14; weights exp(1), exp(3), exp(5), exp(7).
            double sum = Math.exp(1) + Math.exp(3) + Math.exp(5) + Math.exp(7);
            double expected = (2 * Math.exp(1) + 6 * Math.exp(3) + 10 * Math.exp(5) + 14 * Math.exp(7)) / sum;
            assertThat(Tensors.toFloat(network.similarity(vision, sound))).isCloseTo((float) expected, within(1e-4f));
            network.poolingSharpness(1e-3);
            assertThat(Tensors.toFloat(network.similarity(vision, sound)))
                    .as("the softer pooling of training does not mix in")
                    .isCloseTo((float) expected, within(1e-4f));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sharpAttentionIsTheMaximumAndDullAttentionTheMean(long seed) {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                AvolNet maximum = new AvolNet(TINY, seed);
                AvolNet sharp = new AvolNet(attentive(1e4), seed);
                AvolNet between = new AvolNet(attentive(0.3), seed);
                AvolNet dull = new AvolNet(attentive(1e-6), seed)) {
            Tensor vision = noise(seed, 3, 9, 16);
            Tensor sound = noise(seed + 10, 5, 16);
            float[] highest = Tensors.toArray(maximum.similarities(vision, sound));
            float[] mean =
                    Tensors.toArray(vision.matmul(sound.t()).mean(new long[] {1}, false, new ScalarTypeOptional()));
            float[] middle = Tensors.toArray(between.similarities(vision, sound));
            assertThat(Tensors.toArray(sharp.similarities(vision, sound))).containsExactly(highest, within(1e-3f));
            assertThat(Tensors.toArray(dull.similarities(vision, sound))).containsExactly(mean, within(1e-3f));
            for (int i = 0; i < middle.length; i++) {
                assertThat(middle[i]).isBetween(mean[i], highest[i]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aWholePictureIsSeenAsAveNetWithTheSameWeightsSeesIt(long seed) {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                AvolNet avol = new AvolNet(TINY, seed);
                AveNet ave = new AveNet(TINY, seed + 1)) {
            ave.parameters().all().forEach((name, values) -> {
                Tensor same = avol.parameters().all().get(name);
                if (same != null) {
                    values.copy_(same);
                }
            });
            Tensor images = noise(seed, 4, 3, 32, 32);
            avol.wholePicture(true);
            Tensor vectors = avol.vision(images, true);
            assertThat(Tensors.shape(vectors)).containsExactly(4, 1, 16);
            Tensor direction = vectors.squeeze(1);
            Tensor length = direction
                    .mul(direction)
                    .sum(new long[] {1}, true, new ScalarTypeOptional())
                    .sqrt();
            assertThat(Tensors.toArray(ave.vision(images, true)))
                    .containsExactly(Tensors.toArray(direction.div(length)), within(1e-4f));
        }
    }

    /** Central differences in double precision, in every layer. */
    @ParameterizedTest
    @EnumSource
    void gradientsAgreeWithFiniteDifferences(Kind kind) {
        checkGradients(kind.make.apply(TINY, 5L), Loss.LOGISTIC);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsThroughAttentionAgreeWithFiniteDifferences(Loss loss) {
        checkGradients(new AvolNet(attentive(0.2), 5), loss);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsThroughFramesAgreeWithFiniteDifferences(Kind kind) {
        checkGradients(kind.make.apply(TINY.withMotion(5, 0), 5L), Loss.LOGISTIC);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsThroughFlowAgreeWithFiniteDifferences(Kind kind) {
        checkGradients(kind.make.apply(TINY.withMotion(1, 4), 5L), Loss.LOGISTIC);
    }

    private static NetworkConfig attentive(double sharpness) {
        return TINY.withAttention(sharpness);
    }

    private static void checkGradients(Network made, Loss loss) {
        try (Scope scope = Scope.open();
                Network network = made) {
            network.parameters().all().values().forEach(tensor -> tensor.set_data(tensor.to(ScalarType.Double)));
            Tensor images =
                    noise(1, 6, network.config().pictureChannels(), 32, 32).to(ScalarType.Double);
            Tensor spectrograms = noise(2, 6, 1, 257, 200).to(ScalarType.Double);
            Tensor matched = Tensors.of(new float[] {1, 0, 1, 0, 1, 0}, 6).to(ScalarType.Double);
            lossOf(network, loss, images, spectrograms, matched).backward();
            Random random = new Random(7);
            network.parameters().trained().forEach((name, values) -> {
                long index = random.nextLong(values.numel());
                if (!values.grad().defined()) {
                    assertThat(name)
                            .as("only InfoNCE leaves the threshold alone")
                            .startsWith("conv7.");
                    assertThat(loss).isEqualTo(Loss.INFO_NCE);
                    return;
                }
                double analytic = element(values.grad(), index).item().toDouble();
                double step = 1e-6;
                double above = lossMoved(network, loss, values, index, step, images, spectrograms, matched);
                double below = lossMoved(network, loss, values, index, -step, images, spectrograms, matched);
                double numeric = (above - below) / (2 * step);
                assertThat(analytic).as(name).isCloseTo(numeric, within(1e-6 + 1e-3 * Math.abs(numeric)));
            });
        }
    }

    /** One element, as a view, counted along the tensor's own dimensions whatever its layout in memory. */
    private static Tensor element(Tensor tensor, long index) {
        Tensor element = tensor;
        long rest = index;
        long count = tensor.numel();
        while (element.dim() > 0) {
            count /= element.size(0);
            element = element.select(0, rest / count);
            rest %= count;
        }
        return element;
    }

    private static double lossMoved(
            Network network,
            Loss objective,
            Tensor values,
            long index,
            double by,
            Tensor images,
            Tensor spectrograms,
            Tensor matched) {
        try (var none = Tensors.withoutGradients()) {
            Tensor value = element(values, index);
            value.add_(Tensors.scalar(by));
            double loss = lossOf(network, objective, images, spectrograms, matched)
                    .item()
                    .toDouble();
            value.add_(Tensors.scalar(-by));
            return loss;
        }
    }

    private static Tensor lossOf(Network network, Loss loss, Tensor images, Tensor spectrograms, Tensor matched) {
        return loss.of(network, network.vision(images, true), network.sound(spectrograms, true), matched)
                .loss();
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
