package dev.earsight.cli;

import dev.earsight.media.MediaInfo;
import java.nio.file.Path;
import java.util.Optional;

/** Progress through the seconds of one file. Of a short one nothing is shown, nor of one that does not say how long it is. */
final class MediaProgress implements AutoCloseable {
    private static final double LONG_SECONDS = 60;

    private final Optional<Progress> shown;

    MediaProgress(String task, Path file) {
        double seconds = MediaInfo.probe(file).durationSeconds();
        shown = seconds > LONG_SECONDS
                ? Optional.of(new Progress(task, (long) Math.ceil(seconds), " s of media"))
                : Optional.empty();
    }

    /** Told the second that has been reached. */
    void at(double seconds) {
        shown.ifPresent(progress -> progress.at((long) seconds, ""));
    }

    @Override
    public void close() {
        shown.ifPresent(Progress::close);
    }
}
