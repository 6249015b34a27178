package dev.earsight.tensor;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/**
 * The C library's allocator, from which the engine takes the same megabytes at every step and gives them back. glibc returns such blocks to
 * the system, which then hands them out page by page again: with two threads that took more of a step's time than its arithmetic ({@code
 * StepCost} in {@code bench/} has the figures). Told to keep them, a process holds what it once needed at most.
 */
final class Allocator {
    /** {@code M_TRIM_THRESHOLD} of malloc.h: how much may lie free at the heap's end before it is returned. */
    private static final int TRIM_THRESHOLD = -1;

    /** {@code M_MMAP_THRESHOLD}: blocks from this size on are asked of the system, and returned, one by one. */
    private static final int MMAP_THRESHOLD = -3;

    private static final int KEPT_BYTES = 1 << 30;

    /** The most that glibc allows. */
    private static final int LARGE_BYTES = 32 << 20;

    private Allocator() {}

    /** Keeps freed blocks for the next to ask; does nothing where the C library has no such setting, as on macOS and Windows. */
    static void keepFreedBlocks() {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup()
                .find("mallopt")
                .map(address -> linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)))
                .ifPresent(mallopt -> {
                    try {
                        int trim = (int) mallopt.invokeExact(TRIM_THRESHOLD, KEPT_BYTES);
                        int mmap = (int) mallopt.invokeExact(MMAP_THRESHOLD, LARGE_BYTES);
                        assert trim == 1 && mmap == 1 : "refused";
                    } catch (Throwable impossible) {
                        throw new IllegalStateException(impossible);
                    }
                });
    }
}
