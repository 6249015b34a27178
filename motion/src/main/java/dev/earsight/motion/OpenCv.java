package dev.earsight.motion;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import dev.earsight.EarsightException;
import dev.earsight.media.RgbImage;
import dev.earsight.shard.FlowField;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_optflow;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_video.DenseOpticalFlow;

/** What both estimators need of OpenCV: loading, and pictures in, a field out. */
final class OpenCv {
    static {
        // One process unpacks at a time: one that maps a library while another still writes it ends in SIGBUS.
        try {
            Path lock = Loader.getCacheDir().toPath().resolve("earsight.lock");
            try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = file.lock()) {
                Loader.load(opencv_optflow.class);
            }
        } catch (IOException failure) {
            throw new EarsightException(
                    "OpenCV cannot be unpacked (" + failure.getMessage()
                            + "); make room in the home folder, or set -Dorg.bytedeco.javacpp.cachedir=DIR.",
                    failure);
        }
        // DIS divides a picture by the number of threads and so would give other fields on another machine; several
        // pictures
        // at a time keep the processor as busy.
        opencv_core.setNumThreads(1);
    }

    private OpenCv() {}

    /** Loads the libraries, once. */
    static void load() {
        // The static initializer has done it.
    }

    static FlowField flow(DenseOpticalFlow method, RgbImage earlier, RgbImage later) {
        if (earlier.width() != later.width() || earlier.height() != later.height()) {
            throw new IllegalArgumentException("Flow needs two pictures of one size, not " + earlier.width() + "x"
                    + earlier.height() + " and " + later.width() + "x" + later.height());
        }
        int pixels = earlier.width() * earlier.height();
        float[] pairs = new float[2 * pixels];
        try (PointerScope _ = new PointerScope()) {
            Mat flow = new Mat();
            method.calc(gray(earlier), gray(later), flow);
            new FloatPointer(flow.data()).get(pairs);
        }
        float[] dx = new float[pixels];
        float[] dy = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            dx[i] = pairs[2 * i];
            dy[i] = pairs[2 * i + 1];
        }
        return new FlowField(earlier.width(), earlier.height(), dx, dy);
    }

    private static Mat gray(RgbImage image) {
        Mat color = new Mat(image.height(), image.width(), CV_8UC3, new BytePointer(image.rgb()));
        Mat gray = new Mat();
        cvtColor(color, gray, COLOR_RGB2GRAY);
        return gray;
    }
}
