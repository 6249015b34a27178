package dev.earsight.tensor;

import org.bytedeco.pytorch.global.torch;

/**
 * The number format of the convolutions. Parameters, batch-norm statistics, distances and losses are always 32-bit; with
 * {@link #BFLOAT16} the inputs of convolutions and matrix products are rounded to bfloat16 (autocast), which on some CPUs
 * trains about twice as fast.
 */
public enum Precision {
    /** 32-bit floating point throughout. */
    FLOAT32,
    /** bfloat16 products, 32-bit parameters and sums. */
    BFLOAT16;

    /**
     * {@link #BFLOAT16} on a GPU and where this CPU multiplies bfloat16 in hardware, {@link #FLOAT32} elsewhere and where the CPU does not
     * say. The answer belongs into the configuration, so that a run resumed on another machine keeps it.
     */
    public static Precision ofThisMachine() {
        return !Device.isCpu() || CpuFeatures.ofThisMachine().multipliesBfloat16() ? BFLOAT16 : FLOAT32;
    }

    /** Switches autocast on for this thread until the answer is closed; nothing to do for {@link #FLOAT32}. */
    public Autocast autocast() {
        return new Autocast(this == BFLOAT16);
    }

    /** An open stretch of autocast. */
    public static final class Autocast implements AutoCloseable {
        private final boolean on;
        private final boolean before;

        private Autocast(boolean on) {
            this.on = on;
            before = torch.is_autocast_enabled(Device.type());
            if (on) {
                torch.set_autocast_dtype(Device.type(), torch.ScalarType.BFloat16);
                torch.increment_nesting();
                torch.set_autocast_enabled(Device.type(), true);
            }
        }

        @Override
        public void close() {
            if (on) {
                torch.set_autocast_enabled(Device.type(), before);
                if (torch.decrement_nesting() == 0) {
                    // The cache holds the parameters' bfloat16 copies, stale after the next update.
                    torch.clear_cache();
                }
            }
        }
    }
}
