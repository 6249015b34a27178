package dev.earsight.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Instruction sets of a CPU by the names that its operating system gives them. Windows gives none, so the set is empty there.
 *
 * @param names lower case, such as {@code avx512_bf16}
 */
record CpuFeatures(Set<String> names) {
    /** x86 (AVX-512 and AMX) and 64-bit ARM as Linux names them, ARM as macOS does. */
    private static final Set<String> BFLOAT16_PRODUCTS = Set.of("avx512_bf16", "amx_bf16", "bf16", "feat_bf16");

    private static final Pattern LINUX_LINE = Pattern.compile("(?m)^(?:flags|Features)\\s*:(.*)$");
    private static final Pattern MAC_LINE = Pattern.compile("(?m)^hw\\.optional\\.arm\\.(\\w+): 1$");

    static CpuFeatures ofThisMachine() {
        try {
            Path cpuInfo = Path.of("/proc/cpuinfo");
            if (Files.exists(cpuInfo)) {
                return fromLinux(Files.readString(cpuInfo));
            }
            if (System.getProperty("os.name", "").startsWith("Mac")) {
                Process sysctl = new ProcessBuilder("/usr/sbin/sysctl", "hw.optional.arm")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return fromMac(new String(sysctl.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException _) {
            // A machine that does not tell: as if it had none, which is slower and never wrong.
        }
        return new CpuFeatures(Set.of());
    }

    /** From the text of {@code /proc/cpuinfo}; the first core speaks for all. */
    static CpuFeatures fromLinux(String cpuInfo) {
        var line = LINUX_LINE.matcher(cpuInfo);
        return line.find() ? new CpuFeatures(Set.of(line.group(1).strip().split("\\s+"))) : new CpuFeatures(Set.of());
    }

    /** From what {@code sysctl hw.optional.arm} prints. */
    static CpuFeatures fromMac(String settings) {
        return new CpuFeatures(MAC_LINE.matcher(settings)
                .results()
                .map(line -> line.group(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet()));
    }

    boolean multipliesBfloat16() {
        return !Collections.disjoint(names, BFLOAT16_PRODUCTS);
    }
}
