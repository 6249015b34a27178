package dev.earsight.tensor;

import static org.bytedeco.pytorch.global.torch.DeviceType;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * The number format of the convolutions. Parameters, batch-norm statistics, distances and losses are always 32-bit; with
 * {@link #BFLOAT16} the inputs of convolutions and matrix products are rounded to bfloat16 (autocast), which on a CPU with
 * bfloat16 instructions trains about twice as fast.
 */
public enum Precision {
    /** 32-bit floating point throughout. */
    FLOAT32,
    /** bfloat16 products, 32-bit parameters and sums. */
    BFLOAT16;

    /** bfloat16 must be this much faster to be worth its rounding. */
    private static final double WORTHWHILE = 1.2;

    /**
     * The faster of the two on this machine, found by trying: having bfloat16 instructions is not enough (about 2x on AMD
     * Zen 4, none on some Intel Xeons). Takes about a tenth of a second; the answer belongs into the configuration, so that
     * a resumed run keeps it.
     */
    public static Precision fastest() {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients()) {
            Tensor maps = torch.ones(4, 64, 56, 56).contiguous(MemoryFormat.ChannelsLast);
            Tensor kernel = torch.ones(64, 64, 3, 3).contiguous(MemoryFormat.ChannelsLast);
            double plain = secondsOfConvolution(maps, kernel);
            double rounded =
                    secondsOfConvolution(maps.to(torch.ScalarType.BFloat16), kernel.to(torch.ScalarType.BFloat16));
            return plain > WORTHWHILE * rounded ? BFLOAT16 : FLOAT32;
        }
    }

    private static double secondsOfConvolution(Tensor maps, Tensor kernel) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            long start = System.nanoTime();
            try (Tensor answer = torch.conv2d(maps, kernel)) {
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
        }
        return best;
    }

    /** Switches autocast on for this thread until the answer is closed; nothing to do for {@link #FLOAT32}. */
    public Autocast autocast() {
        return new Autocast(this == BFLOAT16);
    }

    /** An open stretch of autocast. */
    public static final class Autocast implements AutoCloseable {
        private final boolean on;

        private Autocast(boolean on) {
            this.on = on;
            if (on) {
                torch.set_autocast_dtype(DeviceType.CPU, torch.ScalarType.BFloat16);
                torch.increment_nesting();
                torch.set_autocast_enabled(DeviceType.CPU, true);
            }
        }

        @Override
        public void close() {
            if (on) {
                torch.set_autocast_enabled(DeviceType.CPU, false);
                if (torch.decrement_nesting() == 0) {
                    // The cache holds the parameters' bfloat16 copies, stale after the next update.
                    torch.clear_cache();
                }
            }
        }
    }
}
