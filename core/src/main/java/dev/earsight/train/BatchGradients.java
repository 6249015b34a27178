package dev.earsight.train;

import dev.earsight.clip.LogSpectrogram;
import dev.earsight.clip.PairBatch;
import dev.earsight.loss.HardNegatives;
import dev.earsight.loss.Loss;
import dev.earsight.net.Network;
import dev.earsight.ranks.GradientAverage;
import dev.earsight.ranks.Ranks;
import dev.earsight.tensor.Precision;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.BoolOptional;
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
 *
 * <p>On several ranks each has a share of the batch. It compares its pictures, with all ranks' sounds where the loss compares all;
 * the similarities of all go to all, and each rank computes the whole batch's loss and carries its part of the gradients on. The sum over
 * ranks is what one process with the whole batch would have found.
 */
final class BatchGradients implements AutoCloseable {
    private final Network network;
    private final Loss loss;
    private final HardNegatives hardNegatives;
    private final Precision precision;
    private final Ranks ranks;
    private final GradientAverage sides;
    /** What compares the sides: every rank finds the whole batch's gradient in it. */
    private final List<Tensor> comparison;

    BatchGradients(Network network, Loss loss, HardNegatives hardNegatives, Precision precision, Ranks ranks) {
        this.network = network;
        this.loss = loss;
        this.hardNegatives = hardNegatives;
        this.precision = precision;
        this.ranks = ranks;
        Map<String, Tensor> trained = network.parameters().trained();
        sides = ranks.averageGradientsOf(ofSides(trained, true));
        comparison = ofSides(trained, false);
    }

    private static List<Tensor> ofSides(Map<String, Tensor> trained, boolean which) {
        return trained.entrySet().stream()
                .filter(each ->
                        (each.getKey().startsWith("vision.") || each.getKey().startsWith("sound.")) == which)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** What one side or the other made of some pairs. */
    record Vectors(Tensor vision, Tensor sound) {}

    /** What the network makes of pairs {@code from} to {@code to} of a batch. */
    Vectors embed(PairBatch batch, int from, int to, boolean training) {
        int n = to - from;
        Tensor images = network.pictures(
                part(batch.images(), batch.input().size(), from, to),
                n,
                batch.input().side());
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

    /** What it makes of the whole batch, all ranks' shares together; without gradients. */
    Vectors embedAll(PairBatch batch) {
        Vectors own = embed(batch, 0, batch.size(), true);
        return new Vectors(ranks.gather(own.vision), ranks.gather(own.sound));
    }

    /** Adds the gradients of the whole batch to those the parameters have. */
    Loss.Result add(PairBatch batch) {
        if (ranks.count() > 1) {
            return addInParts(batch, batch.size());
        }
        Vectors all = embed(batch, 0, batch.size(), true);
        Tensor matched = Tensors.of(batch.matched(), batch.size());
        Loss.Result result = loss.of(network, all.vision, all.sound, matched, hardNegatives);
        result.loss().backward();
        return result;
    }

    /** The same, {@code partSize} pairs at a time. A last pair alone goes with those before it. */
    Loss.Result addInParts(PairBatch batch, int partSize) {
        int n = batch.size();
        int parts = Math.max(1, n / partSize);
        Vectors own = parts == 1 ? embed(batch, 0, n, true) : unrecorded(batch, partSize, parts);
        Tensor vision = leaf(own.vision.detach());
        Tensor sounds = leaf(loss.comparesAll() ? ranks.gather(own.sound) : own.sound.detach());
        Tensor compared = loss.similarities(network, vision, sounds);
        Tensor all = leaf(ranks.gather(compared));
        Loss.Result result = loss.of(network, all, ranks.gather(Tensors.of(batch.matched(), n)), hardNegatives);
        result.loss().backward();
        // Times the ranks: what follows takes the mean over them where their sum is meant.
        backward(compared, mine(all.grad(), n).mul(Tensors.scalar(ranks.count())));
        Tensor soundSlopes = sounds.grad();
        if (loss.comparesAll()) {
            ranks.average(List.of(soundSlopes));
            soundSlopes = mine(soundSlopes, n).mul(Tensors.scalar(ranks.count()));
        }
        ranks.average(
                comparison.stream().map(Tensor::grad).filter(Tensor::defined).toList());
        for (int part = 0; part < parts; part++) {
            int from = part * partSize;
            int to = end(part, parts, partSize, n);
            try (Scope scope = Scope.open()) {
                Vectors recorded = parts == 1 ? own : embed(batch, from, to, true);
                TensorVector outputs = new TensorVector(recorded.vision, recorded.sound);
                TensorVector slopes = new TensorVector(
                        vision.grad().narrow(0, from, to - from), soundSlopes.narrow(0, from, to - from));
                if (part == parts - 1) {
                    sides.backward(outputs, slopes);
                } else {
                    backward(outputs, slopes);
                }
            }
        }
        return result;
    }

    private Vectors unrecorded(PairBatch batch, int partSize, int parts) {
        TensorVector vision = new TensorVector();
        TensorVector sound = new TensorVector();
        try (var none = Tensors.withoutGradients()) {
            for (int part = 0; part < parts; part++) {
                Vectors seen = embed(batch, part * partSize, end(part, parts, partSize, batch.size()), true);
                vision.push_back(seen.vision);
                sound.push_back(seen.sound);
            }
            return new Vectors(torch.cat(vision, 0), torch.cat(sound, 0));
        }
    }

    private static Tensor leaf(Tensor tensor) {
        return tensor.set_requires_grad(true);
    }

    /** This rank's {@code n} rows of what all ranks have. */
    private Tensor mine(Tensor all, int n) {
        return all.narrow(0, (long) ranks.rank() * n, n);
    }

    private static void backward(Tensor output, Tensor slope) {
        backward(new TensorVector(output), new TensorVector(slope));
    }

    private static void backward(TensorVector outputs, TensorVector slopes) {
        torch.backward(outputs, slopes, new BoolOptional(), false, new TensorVector());
    }

    private static int end(int part, int parts, int partSize, int n) {
        return part == parts - 1 ? n : (part + 1) * partSize;
    }

    private static float[] part(float[] values, int size, int from, int to) {
        return from == 0 ? values : Arrays.copyOfRange(values, from * size, to * size);
    }

    @Override
    public void close() {
        sides.close();
    }
}
