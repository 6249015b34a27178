package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.embed.LoudestSecond;
import dev.earsight.embed.Moment;
import dev.earsight.embed.MomentReader;
import dev.earsight.localize.Localizer;
import dev.earsight.localize.Overlay;
import dev.earsight.localize.OverlayStyle;
import dev.earsight.localize.VideoLocalizer;
import dev.earsight.media.ImageFile;
import dev.earsight.media.MediaException;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.RgbImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A still picture asked about a sound: the loudest second of it.
 *
 * @param picture a picture file
 * @param sound a file with sound
 */
record PictureAndSound(Path picture, Path sound) {
    /**
     * The inputs as a picture and a sound, if that is what they are.
     *
     * @throws MediaException where one is a picture and the other cannot be used for its sound
     */
    static Optional<PictureAndSound> of(List<Path> inputs) {
        if (inputs.size() == 1 && isPicture(inputs.getFirst())) {
            throw new EarsightException(
                    inputs.getFirst() + " is a picture; name the sound that is asked about beside it.");
        }
        if (inputs.size() != 2) {
            return Optional.empty();
        }
        Path first = inputs.getFirst();
        Path second = inputs.getLast();
        if (isPicture(first)) {
            return isPicture(second) ? Optional.empty() : Optional.of(new PictureAndSound(first, heard(second)));
        }
        return isPicture(second) ? Optional.of(new PictureAndSound(second, heard(first))) : Optional.empty();
    }

    private static boolean isPicture(Path file) {
        try {
            return MediaInfo.probe(file).stillPicture();
        } catch (MediaException e) {
            return false; // it is reported when its turn comes
        }
    }

    private static Path heard(Path file) {
        if (!MediaInfo.probe(file).hasAudio()) {
            throw new MediaException(
                    MediaException.Reason.NO_AUDIO,
                    file,
                    "has no sound to ask the picture about; give one with sound.");
        }
        return file;
    }

    /** The answer, drawn over the picture in its own size where a target is given. */
    VideoLocalizer.Timed localize(Localizer localizer, OverlayStyle style, Optional<Path> target) {
        RgbImage image = ImageFile.read(picture);
        float[] loudest = LoudestSecond.of(MomentReader.Source.of(sound))
                .flatMap(Moment::samples)
                .orElse(new float[0]);
        Localizer.Answer answer = localizer.localize(image, loudest);
        target.ifPresent(path -> ImageFile.writePng(Overlay.draw(image, answer, "", style), path));
        return new VideoLocalizer.Timed(0, Optional.of(answer));
    }
}
