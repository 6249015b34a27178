package dev.earsight.motion;

import dev.earsight.media.RgbImage;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.shard.FlowField;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;

/**
 * Dense inverse search (Kroeger et al., arXiv 1603.03590) with OpenCV's medium preset: fast enough to keep up with a video.
 * Repeatable: the same pictures give the same field on any number of cores.
 */
public final class DisFlow implements FlowEstimator {
    private final DISOpticalFlow method;

    /** Loads OpenCV on first use. */
    public DisFlow() {
        OpenCv.load();
        method = DISOpticalFlow.create(DISOpticalFlow.PRESET_MEDIUM);
    }

    @Override
    public FlowField between(RgbImage earlier, RgbImage later) {
        return OpenCv.flow(method, earlier, later);
    }

    @Override
    public void close() {
        method.close();
    }
}
