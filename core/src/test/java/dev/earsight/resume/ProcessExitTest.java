package dev.earsight.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessExitTest {
    @Test
    void nativeLibrariesHaveNoTurn() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ending.class.getName())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isEqualTo(7);
    }

    /** Has native code crash at a common exit. */
    static final class Ending {
        public static void main(String[] arguments) throws Throwable {
            Linker linker = Linker.nativeLinker();
            MemorySegment abort = linker.defaultLookup().findOrThrow("abort");
            int registered = (int) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("__cxa_atexit"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS))
                    .invokeExact(abort, MemorySegment.NULL, MemorySegment.NULL);
            ProcessExit.atOnce(registered == 0 ? 7 : 1);
        }
    }
}
