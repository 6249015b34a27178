package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.localize.ScoreMap;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.MultichannelReader;
import dev.earsight.microphones.AcousticView;
import dev.earsight.microphones.ArrayFile;
import dev.earsight.microphones.CameraModel;
import dev.earsight.microphones.ChannelFault;
import dev.earsight.microphones.ChannelWindow;
import dev.earsight.microphones.Microphone;
import dev.earsight.microphones.MicrophoneArray;
import dev.earsight.microphones.PictureListening;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Microphones beside a camera whose videos a network looks at: both are asked about the same seconds. */
final class ArrayBeside {
    /** A room's width: what an array of some centimetres hardly tells from far away. */
    static final double USUAL_DEPTH_METERS = 2;

    private final Path file;
    private final MicrophoneArray array;
    private final CameraModel camera;
    private final double depthMeters;
    private final Map<Grid, PictureListening> listening = new HashMap<>();
    private boolean opened;

    private record Grid(CameraModel camera, int rows, int columns) {}

    /**
     * @param file the array's geometry
     * @throws EarsightException if it has no camera
     */
    ArrayBeside(Path file, double depthMeters) {
        this.file = file;
        this.array = ArrayFile.read(file);
        this.camera = array.camera()
                .orElseThrow(() -> new EarsightException(file
                        + " has no camera, so directions cannot be put on the picture; add one (docs/formats.md)."));
        this.depthMeters = depthMeters;
        if (!(depthMeters > 0)) {
            throw new EarsightException("--depth is a distance above 0 in metres, not " + depthMeters + ".");
        }
    }

    /** The sound of one video, second by second. */
    final class Video implements AutoCloseable {
        private final Path path;
        private final MicrophoneArray seen;
        private final ChannelWindow window;

        private Video(Path path, MicrophoneArray seen, ChannelWindow window) {
            this.path = path;
            this.seen = seen;
            this.window = window;
        }

        /** The array with the camera for this video's pictures. */
        MicrophoneArray array() {
            return seen;
        }

        /**
         * What the microphones say of the second around a moment, on a network's grid.
         *
         * @param seconds never earlier than the time before
         * @throws EarsightException if the channels are copies of one
         */
        AcousticView hear(double seconds, ScoreMap grid) {
            Grid key = new Grid(seen.camera().orElseThrow(), grid.rows(), grid.columns());
            AcousticView heard = listening
                    .computeIfAbsent(key, _ -> new PictureListening(seen, grid.rows(), grid.columns(), depthMeters))
                    .listen(window.around(seconds));
            long copies = heard.faults().stream()
                    .filter(fault -> fault.kind() == ChannelFault.Kind.DUPLICATE)
                    .count();
            if (copies >= seen.size() - 1) {
                throw new EarsightException(path
                        + ": its channels are copies of one microphone, which tell no direction; give the recording as the "
                        + "microphones made it, or leave out --microphones.");
            }
            return heard;
        }

        /** Says on standard error which channels did not keep time. */
        void warnOfDrift() {
            ListeningSummary.print(System.err, window.drifts(), seen);
        }

        @Override
        public void close() {
            window.close();
        }
    }

    /**
     * Opens a video's sound.
     *
     * @throws EarsightException if it does not go with the array
     */
    Video open(Path video) {
        MultichannelReader reader = MultichannelReader.open(video);
        try {
            MediaInfo info = reader.info();
            requireFit(video.toString(), info.audioChannels(), file, array);
            requireRate(video.toString(), info.audioSampleRateHz(), file, array);
            if (!opened) {
                sayIfMore(video.toString(), info.audioChannels(), file, array);
                opened = true;
            }
            MicrophoneArray seen = array.with(info.hasVideo() ? scaled(video, info) : camera);
            return new Video(video, seen, new ChannelWindow(reader, seen));
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private CameraModel scaled(Path video, MediaInfo info) {
        try {
            return camera.scaledTo(info.width(), info.height());
        } catch (EarsightException e) {
            throw new EarsightException(video + ": " + e.getMessage(), e);
        }
    }

    static int highestChannel(MicrophoneArray array) {
        return array.microphones().stream().mapToInt(Microphone::channel).max().orElse(0);
    }

    static void requireFit(String name, int channels, Path arrayFile, MicrophoneArray array) {
        if (channels <= highestChannel(array)) {
            throw new EarsightException(name + ": there are " + channels + " channels, but " + arrayFile
                    + " has a microphone on channel " + (highestChannel(array) + 1)
                    + "; give a recording of all microphones, or leave out of the file those that were not recorded.");
        }
    }

    /** Says on standard error where a recording has channels that no microphone is on. */
    static void sayIfMore(String name, int channels, Path arrayFile, MicrophoneArray array) {
        if (channels > array.size()) {
            System.err.println(name + ": of " + channels + " channels those of the " + array.size() + " microphones in "
                    + arrayFile + " are used.");
        }
    }

    static void requireRate(String name, int rate, Path arrayFile, MicrophoneArray array) {
        if (rate != array.sampleRateHz()) {
            throw new EarsightException(
                    name + ": there are " + rate + " samples per second, but " + arrayFile + " says "
                            + array.sampleRateHz()
                            + "; correct sample-rate-hz if the recording is right, or resample it.");
        }
    }
}
