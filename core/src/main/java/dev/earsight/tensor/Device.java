package dev.earsight.tensor;

import dev.earsight.EarsightException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/**
 * Where tensors live and are computed with: one place for the whole process, named by the system property {@value #PROPERTY}, which
 * processes below it are given too. {@code cpu} if it is not set; {@code cuda} or {@code cuda:1} for a GPU, which needs an engine built for it.
 */
public final class Device {
    /** Names the device. */
    public static final String PROPERTY = "earsight.device";

    private static final String NAME = System.getProperty(PROPERTY, "cpu");
    private static final DeviceType TYPE = NAME.equals("cpu") ? DeviceType.CPU : DeviceType.CUDA;

    private Device() {}

    /** What tensors of this process are on, such as {@code cuda:0}. */
    public static String name() {
        return NAME;
    }

    /** What the process that stands so many after this one among those of a machine computes on: the GPU as many after, or the same CPUs. */
    public static String after(int others) {
        return isCpu() ? NAME : "cuda:" + (index() + others);
    }

    /** What kind of device that is. */
    public static DeviceType type() {
        return TYPE;
    }

    static boolean isCpu() {
        return TYPE == DeviceType.CPU;
    }

    /** A 32-bit tensor on this device, and itself if it is there; else what was given is freed. */
    static Tensor place(Tensor tensor) {
        if (isCpu()) {
            return tensor;
        }
        try (tensor;
                var device = new org.bytedeco.pytorch.Device(NAME)) {
            return tensor.to(device, torch.ScalarType.Float);
        }
    }

    /**
     * Asked once, when the engine is loaded.
     *
     * @throws EarsightException if the engine does not reach this device
     */
    static void require() {
        if (isCpu()) {
            return;
        }
        if (!builtForCuda()) {
            throw new EarsightException("--device " + NAME + ": this build holds the engine for CPUs only; build with "
                    + "EARSIGHT_PROFILES=cuda ./earsight, or leave out --device.");
        }
        if (!torch.cuda_is_available()) {
            throw new EarsightException("--device " + NAME
                    + ": the engine finds no NVIDIA GPU; see that `nvidia-smi` lists one, that its driver is new enough for CUDA 13, "
                    + "and that CUDA 13.3, cuDNN 9 and NCCL are installed, or leave out --device.");
        }
        if (index() >= torch.cuda_device_count()) {
            throw new EarsightException(
                    "--device " + NAME + ": there are " + torch.cuda_device_count() + " GPUs here, counted from 0.");
        }
    }

    private static int index() {
        return NAME.contains(":") ? Integer.parseInt(NAME.substring(NAME.indexOf(':') + 1)) : 0;
    }

    static boolean builtForCuda() {
        return torch.class.getResource("/org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu") != null;
    }
}
