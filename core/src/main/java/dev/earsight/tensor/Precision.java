package dev.earsight.tensor;

import static org.bytedeco.pytorch.global.torch.DeviceType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.global.torch;

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

    /** {@link #BFLOAT16} where this CPU computes in it, otherwise {@link #FLOAT32}. */
    public static Precision fastest() {
        Path cpuInfo = Path.of("/proc/cpuinfo");
        try {
            if (Files.isReadable(cpuInfo)) {
                String text = Files.readString(cpuInfo, StandardCharsets.ISO_8859_1);
                return text.contains("avx512_bf16") || text.contains(" bf16") ? BFLOAT16 : FLOAT32;
            }
        } catch (IOException unreadable) {
            // No word on the CPU: the format that is right everywhere.
        }
        return FLOAT32;
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
