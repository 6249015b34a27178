package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.localize.Localizer;
import dev.earsight.localize.OverlayStyle;
import dev.earsight.localize.VideoLocalizer;
import dev.earsight.media.VideoFrame;
import dev.earsight.microphones.AcousticView;
import dev.earsight.microphones.Direction;
import dev.earsight.microphones.FusionFit;
import dev.earsight.microphones.MicrophoneArray;
import dev.earsight.scene.Box;
import dev.earsight.scene.Place;
import dev.earsight.scene.SceneTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Scenes of known truth, looked at by a network and listened to by microphones, a moment every second. */
final class FusedScenes {
    private final Localizer localizer;
    private final ArrayBeside array;

    FusedScenes(Localizer localizer, ArrayBeside array) {
        this.localizer = localizer;
        this.array = array;
    }

    /**
     * Both answers to one second, and the truth.
     *
     * @param scene its name
     * @param seen the network's answer
     * @param heard the microphones'
     * @param array with the camera for the scene's pictures
     * @param boxes of what sounds; none where the sound comes from outside
     * @param directions of what sounds in sight
     * @param silence whether nothing sounds, in sight or outside: the microphones' own noise is all there is
     */
    record Moment(
            String scene,
            Localizer.Answer seen,
            AcousticView heard,
            MicrophoneArray array,
            List<Box> boxes,
            List<Direction> directions,
            boolean silence) {
        boolean onTarget(double x, double y) {
            return boxes.stream().anyMatch(box -> box.contains(x, y));
        }

        /** For learning: nothing where no cell's center lies on what sounds. */
        Optional<FusionFit.Example> example() {
            int rows = seen.map().rows();
            int columns = seen.map().columns();
            boolean[] cells = new boolean[rows * columns];
            boolean any = false;
            for (int i = 0; i < cells.length; i++) {
                cells[i] = onTarget((i % columns + 0.5) / columns, (i / columns + 0.5) / rows);
                any |= cells[i];
            }
            return any ? Optional.of(new FusionFit.Example(seen.map(), heard, cells)) : Optional.empty();
        }
    }

    /**
     * The moments of all scenes of a folder.
     *
     * @throws EarsightException if there is none, or one was not recorded by several microphones
     */
    List<Moment> of(Path folder) {
        List<Path> videos;
        try (Stream<Path> files = Files.list(folder)) {
            videos = files.filter(file -> file.toString().endsWith(".mov"))
                    .filter(file -> Files.exists(truthOf(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EarsightException(folder + " cannot be read; check the path.", e);
        }
        if (videos.isEmpty()) {
            throw new EarsightException(
                    folder
                            + " has no .mov videos with their truth beside them; make some with 'earsight scene --microphones'.");
        }
        List<Moment> moments = new ArrayList<>();
        VideoLocalizer looking = new VideoLocalizer(localizer, OverlayStyle.plain(), VideoFrame.PER_SECOND, 32, 0);
        try (Progress progress = new Progress("Looking and listening", videos.size(), " scenes")) {
            for (int i = 0; i < videos.size(); i++) {
                take(looking, videos.get(i), moments);
                progress.at(i + 1, "");
            }
        }
        return moments;
    }

    private static Path truthOf(Path video) {
        return video.resolveSibling(Inputs.stem(video) + ".json");
    }

    private void take(VideoLocalizer looking, Path video, List<Moment> moments) {
        SceneTruth truth = SceneTruth.read(truthOf(video));
        if (truth.microphones().isEmpty()) {
            throw new EarsightException(
                    truthOf(video) + " tells no places; make the scenes with 'earsight scene " + "--microphones'.");
        }
        try (ArrayBeside.Video microphones = array.open(video)) {
            looking.localize(
                    video,
                    Optional.empty(),
                    timed -> timed.answer().ifPresent(seen -> {
                        int frame = (int) Math.round(timed.seconds() * truth.fps());
                        List<Direction> directions = truth.objects().stream()
                                .filter(thing -> thing.soundsIn(frame))
                                .map(thing -> thing.places()
                                        .get(Math.min(frame, thing.places().size() - 1)))
                                .map(FusedScenes::direction)
                                .toList();
                        moments.add(new Moment(
                                Inputs.stem(video),
                                seen,
                                microphones.hear(timed.seconds(), seen.map()),
                                microphones.array(),
                                truth.soundingBoxes(frame),
                                directions,
                                directions.isEmpty() && truth.offScreenClass().isEmpty()));
                    }));
        }
    }

    private static Direction direction(Place place) {
        return new Direction(place.azimuthDegrees(), place.elevationDegrees());
    }
}
