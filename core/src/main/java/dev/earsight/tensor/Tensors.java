package dev.earsight.tensor;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** Java arrays to tensors on the process's {@link Device} and back, and the few settings of the engine. Every tensor begins here. */
public final class Tensors {
    static {
        Engine.load();
    }

    private Tensors() {}

    /** Number of threads the engine computes with. */
    public static void useThreads(int threads) {
        torch.set_num_threads(threads);
    }

    /** Number of threads the engine computes with when asked by this thread. */
    public static int threads() {
        return torch.get_num_threads();
    }

    /** A 32-bit tensor of the shape given holding a copy of the first values of {@code values}, row-major. */
    public static Tensor of(float[] values, long... shape) {
        Tensor tensor = torch.empty(shape);
        if (values.length < tensor.numel()) {
            throw new IllegalArgumentException(
                    values.length + " values do not fill a tensor of shape " + Arrays.toString(shape));
        }
        tensor.data_ptr_float().put(values, 0, Math.toIntExact(tensor.numel()));
        return Device.place(tensor);
    }

    /** All of one value. */
    public static Tensor full(double value, long... shape) {
        return Device.place(torch.full(shape, scalar(value)));
    }

    /** {@code (n, n)}, ones on the diagonal. */
    public static Tensor identity(long n) {
        return Device.place(torch.eye(n));
    }

    /** A picture or map batch {@code (N, C, H, W)} laid out channels-last, the fastest order for convolutions here. */
    public static Tensor images(float[] values, long... shape) {
        try (Tensor rowMajor = of(values, shape)) {
            // With one channel the answer shares the memory of what it is made from; that is counted, closing is safe.
            return rowMajor.contiguous(MemoryFormat.ChannelsLast);
        }
    }

    /** The values of a tensor of any format and layout as a row-major array. */
    public static float[] toArray(Tensor tensor) {
        // Also called between steps, where no scope of the caller would free the copies.
        try (Scope scope = Scope.open()) {
            Tensor plain = tensor.detach().cpu().to(torch.ScalarType.Float).contiguous();
            float[] values = new float[Math.toIntExact(plain.numel())];
            FloatPointer data = plain.data_ptr_float();
            data.get(values);
            return values;
        }
    }

    /** The single value of a tensor of one element. */
    public static float toFloat(Tensor tensor) {
        try (Scalar value = tensor.item()) {
            return value.toFloat();
        }
    }

    /** The sizes of a tensor. */
    public static long[] shape(Tensor tensor) {
        long[] shape = new long[Math.toIntExact(tensor.dim())];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = tensor.size(i);
        }
        return shape;
    }

    /** Takes a tensor out of the open scopes: it then lives until it is closed. */
    public static Tensor keep(Tensor tensor) {
        return tensor.retainReference();
    }

    /** A number as the engine takes it. */
    public static Scalar scalar(double value) {
        return new Scalar(value);
    }

    /** Switches the recording of gradients off for this thread until the answer is closed. */
    public static WithoutGradients withoutGradients() {
        return new WithoutGradients();
    }

    /** An open stretch without gradients. */
    public static final class WithoutGradients implements AutoCloseable {
        private final AutoGradMode mode = new AutoGradMode(false);

        private WithoutGradients() {}

        @Override
        public void close() {
            // Its destructor restores what was set before.
            mode.close();
        }
    }
}
