package dev.earsight.bench;

import dev.earsight.media.FrameReader;
import dev.earsight.media.FrameSize;
import dev.earsight.media.RgbImage;
import dev.earsight.media.VideoFrame;
import dev.earsight.motion.DisFlow;
import dev.earsight.motion.TvL1Flow;
import dev.earsight.shard.FlowEstimator;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a field of optical flow costs with either method, on pairs of neighboring frames of a video that differ. */
public final class FlowCost {
    private FlowCost() {}

    /** @param arguments a video, the frames' short side, how many fields */
    public static void main(String[] arguments) {
        int side = Integer.parseInt(arguments[1]);
        int fields = Integer.parseInt(arguments[2]);
        List<RgbImage> frames = new ArrayList<>();
        try (FrameReader reader = FrameReader.open(Path.of(arguments[0]), FrameSize.shortSide(side))) {
            for (Optional<VideoFrame> frame = reader.next();
                    frame.isPresent() && frames.size() <= fields;
                    frame = reader.next()) {
                if (frames.isEmpty() || frames.getLast() != frame.get().image()) {
                    frames.add(frame.get().image());
                }
            }
        }
        try (FlowEstimator dis = new DisFlow();
                FlowEstimator tvL1 = new TvL1Flow()) {
            measure("DIS", dis, frames);
            measure("TV-L1", tvL1, frames);
        }
    }

    private static void measure(String name, FlowEstimator estimator, List<RgbImage> frames) {
        estimator.between(frames.get(0), frames.get(1));
        double[] wall = new double[frames.size() - 1];
        double[] processor = new double[wall.length];
        for (int i = 0; i < wall.length; i++) {
            long start = System.nanoTime();
            long startProcessor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            estimator.between(frames.get(i), frames.get(i + 1));
            processor[i] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startProcessor) / 1e6;
            wall[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(wall);
        Arrays.sort(processor);
        System.out.printf(
                "%s, %dx%d, one thread, n = %d: median %.1f ms by the clock, %.1f of the processor (%.1f to %.1f)%n",
                name,
                frames.getFirst().width(),
                frames.getFirst().height(),
                wall.length,
                wall[wall.length / 2],
                processor[wall.length / 2],
                processor[wall.length / 10],
                processor[wall.length - 1 - wall.length / 10]);
    }
}
