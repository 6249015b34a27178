package dev.earsight.tensor;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** Loads the native engine. */
final class Engine {
    private Engine() {}

    /**
     * Unpacks the engine's libraries into the user's cache on first use, and loads them. Only one process at a time: one that
     * maps a library while another is still writing it ends in SIGBUS.
     */
    static void load() {
        try {
            Path lock = Loader.getCacheDir().toPath().resolve("earsight.lock");
            try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = file.lock()) {
                Loader.load(torch.class);
            }
            // Its threads wait for more work in a loop and push the engine's own aside; the engine has it multiply on
            // one thread anyway.
            openblas_nolapack.blas_set_num_threads(1);
            torch.initLogging(); // heeds TORCH_CPP_LOG_LEVEL, as Python's torch does
            // On processors it does not know, NNPACK is tried and writes a line to standard error for every convolution
            // of few items.
            torch.globalContext().setUserEnabledNNPACK(false);
            Device.require();
        } catch (IOException failure) {
            throw new EarsightException(
                    "The engine cannot be unpacked (" + failure.getMessage()
                            + "); make room in the home folder, or set -Dorg.bytedeco.javacpp.cachedir=DIR.",
                    failure);
        } catch (UnsatisfiedLinkError missing) {
            if (!Device.builtForCuda()) {
                throw missing;
            }
            throw new EarsightException(
                    "The engine for GPUs cannot be loaded (" + missing.getMessage()
                            + "); install CUDA 13.3 with cuDNN 9 and NCCL, or build without EARSIGHT_PROFILES=cuda.",
                    missing);
        }
    }
}
