package dev.earsight.motion;

import dev.earsight.media.RgbImage;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.shard.FlowField;
import org.bytedeco.opencv.opencv_optflow.DualTVL1OpticalFlow;

/**
 * The dual method for total variation and an L1 data term (Zach et al., 2007), which the paper feeds its AVE+OF with. Scales
 * halve as in Sánchez et al. (IPOL, 2013): OpenCV's own five scales of 0.8 lose shifts of 8 pixels. About a second of one core
 * for a field of 455 x 256: to be computed once, not while something waits.
 */
public final class TvL1Flow implements FlowEstimator {
    private final DualTVL1OpticalFlow method;

    /** Loads OpenCV on first use. */
    public TvL1Flow() {
        OpenCv.load();
        method = DualTVL1OpticalFlow.create();
        method.setScalesNumber(6);
        method.setScaleStep(0.5);
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
