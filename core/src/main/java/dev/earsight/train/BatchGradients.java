package dev.earsight.train;

import dev.earsight.clip.LogSpectrogram;
import dev.earsight.clip.PairBatch;
import dev.earsight.loss.HardNegatives;
import dev.earsight.loss.Loss;
import dev.earsight.net.Network;
import dev.earsight.tensor.Precision;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The loss of a batch of pairs and its gradients in the network's parameters.
 *
 * <p>In parts, memory grows with the part instead of the batch, though the loss still compares all with all (GradCache, Gao
 * et al., arXiv 2101.06983): first every part goes through the network without a record for gradients; the loss then gives
 * the gradients in the vectors; and every part goes through once more to carry them on to the parameters. This costs one more
 * forward pass, and batch normalization sees the part's statistics instead of the batch's.
 */
final class BatchGradients {
    private final Network network;
    private final Loss loss;
    private final HardNegatives hardNegatives;
    private final Precision precision;

    BatchGradients(Network network, Loss loss, HardNegatives hardNegatives, Precision precision) {
        this.network = network;
        this.loss = loss;
        this.hardNegatives = hardNegatives;
        this.precision = precision;
    }

    /** What one side or the other made of some pairs. */
    record Vectors(Tensor vision, Tensor sound) {}

    /** What the network makes of pairs {@code from} to {@code to} of a batch. */
    Vectors embed(PairBatch batch, int from, int to, boolean training) {
        int side = batch.input().side();
        int n = to - from;
        Tensor images = Tensors.images(
                part(batch.images(), batch.input().size(), from, to),
                n,
                batch.input().channels(),
                side,
                side);
        Tensor spectrograms = Tensors.of(
                part(batch.spectrograms(), LogSpectrogram.SIZE, from, to),
                n,
                1,
                LogSpectrogram.BINS,
                LogSpectrogram.FRAMES);
        try (var autocast = precision.autocast()) {
            return new Vectors(network.vision(images, training), network.sound(spectrograms, training));
        }
    }

    /** Adds the gradients of the whole batch to those the parameters have. */
    Loss.Result add(PairBatch batch) {
        Loss.Result result = of(embed(batch, 0, batch.size(), true), batch);
        result.loss().backward();
        return result;
    }

    /** The same, {@code partSize} pairs at a time. A last pair alone goes with those before it. */
    Loss.Result addInParts(PairBatch batch, int partSize) {
        int n = batch.size();
        int parts = Math.max(1, n / partSize);
        TensorVector vision = new TensorVector();
        TensorVector sound = new TensorVector();
        try (var none = Tensors.withoutGradients()) {
            for (int part = 0; part < parts; part++) {
                Vectors seen = embed(batch, part * partSize, end(part, parts, partSize, n), true);
                vision.push_back(seen.vision);
                sound.push_back(seen.sound);
            }
        }
        Vectors all = new Vectors(torch.cat(vision, 0), torch.cat(sound, 0));
        all.vision.set_requires_grad(true);
        all.sound.set_requires_grad(true);
        Loss.Result result = of(all, batch);
        result.loss().backward();
        for (int part = 0; part < parts; part++) {
            int from = part * partSize;
            int to = end(part, parts, partSize, n);
            try (Scope scope = Scope.open()) {
                Vectors again = embed(batch, from, to, true);
                Tensor carried = inner(again.vision, all.vision.grad(), from, to)
                        .add(inner(again.sound, all.sound.grad(), from, to));
                carried.backward();
            }
        }
        return result;
    }

    private Loss.Result of(Vectors vectors, PairBatch batch) {
        Tensor matched = Tensors.of(batch.matched(), batch.size());
        return loss.of(network, vectors.vision, vectors.sound, matched, hardNegatives);
    }

    private static Tensor inner(Tensor vectors, Tensor gradients, int from, int to) {
        return vectors.mul(gradients.narrow(0, from, to - from)).sum();
    }

    private static int end(int part, int parts, int partSize, int n) {
        return part == parts - 1 ? n : (part + 1) * partSize;
    }

    private static float[] part(float[] values, int size, int from, int to) {
        return from == 0 ? values : Arrays.copyOfRange(values, from * size, to * size);
    }
}
