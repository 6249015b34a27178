package dev.earsight.resume;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/** The end of this process while native code still computes. */
public final class ProcessExit {
    private ProcessExit() {}

    /**
     * Ends the process without giving native libraries a turn. At {@link Runtime#halt}, too, they take down what they hold, and their threads that
     * are still at work crash on it.
     */
    public static void atOnce(int code) {
        try {
            Linker linker = Linker.nativeLinker();
            linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("_exit"),
                            FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                    .invokeExact(code);
        } catch (Throwable notThere) {
            Runtime.getRuntime().halt(code);
        }
    }
}
