package dev.earsight.net;

import dev.earsight.tensor.Tensors;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/**
 * The tensors of a network by name, in the order the layers were made: those that are trained, and the running statistics
 * of batch normalization, which are not. Initial values come from one seeded source, so that the same seed gives the same
 * network on every machine.
 */
public final class Parameters implements AutoCloseable {
    private final Map<String, Tensor> trained = new LinkedHashMap<>();
    private final Map<String, Tensor> statistics = new LinkedHashMap<>();
    private final Random random;
    private Optional<SynchronizedNormalization> synchronizedNormalization = Optional.empty();

    Parameters(long seed) {
        random = new Random(seed);
    }

    /** What is trained, by name. */
    public Map<String, Tensor> trained() {
        return Collections.unmodifiableMap(trained);
    }

    /** Running means and variances, by name. */
    public Map<String, Tensor> statistics() {
        return Collections.unmodifiableMap(statistics);
    }

    /** Everything that must be saved for the network to answer the same again. */
    public Map<String, Tensor> all() {
        Map<String, Tensor> all = new LinkedHashMap<>(trained);
        all.putAll(statistics);
        return all;
    }

    /** How many numbers are trained. */
    public long count() {
        return trained.values().stream().mapToLong(Tensor::numel).sum();
    }

    /** Normal values with mean zero and standard deviation {@code deviation}. */
    Tensor normal(String name, double deviation, long... shape) {
        float[] values = new float[Math.toIntExact(product(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return train(name, values, shape);
    }

    /** The same value everywhere. */
    Tensor constant(String name, double value, long... shape) {
        float[] values = new float[Math.toIntExact(product(shape))];
        Arrays.fill(values, (float) value);
        return train(name, values, shape);
    }

    /** A tensor that is updated but not trained, the same value everywhere at first. */
    Tensor statistic(String name, double value, long... shape) {
        Tensor tensor = Tensors.full(value, shape);
        statistics.put(name, Tensors.keep(tensor));
        return tensor;
    }

    /** Normalizes over the batches of all ranks from now on. */
    void normalizeWith(SynchronizedNormalization normalization) {
        synchronizedNormalization.ifPresent(SynchronizedNormalization::close);
        synchronizedNormalization = Optional.of(normalization);
    }

    /** How batches of several ranks are normalized together, where they are. */
    Optional<SynchronizedNormalization> synchronizedNormalization() {
        return synchronizedNormalization;
    }

    Tensor train(String name, float[] values, long... shape) {
        Tensor tensor = shape.length == 4 ? Tensors.images(values, shape) : Tensors.of(values, shape);
        tensor.set_requires_grad(true);
        if (trained.put(name, Tensors.keep(tensor)) != null) {
            throw new IllegalStateException("Two parameters are named " + name);
        }
        return tensor;
    }

    @Override
    public void close() {
        close(trained.values());
        close(statistics.values());
        synchronizedNormalization.ifPresent(SynchronizedNormalization::close);
    }

    private static void close(Collection<Tensor> tensors) {
        tensors.forEach(Tensor::close);
        tensors.clear();
    }

    private static long product(long... shape) {
        long product = 1;
        for (long size : shape) {
            product *= size;
        }
        return product;
    }
}
