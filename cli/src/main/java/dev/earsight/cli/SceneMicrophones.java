package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.media.Sound;
import dev.earsight.microphones.ArrayFile;
import dev.earsight.microphones.CameraModel;
import dev.earsight.microphones.Direction;
import dev.earsight.microphones.Microphone;
import dev.earsight.microphones.MicrophoneArray;
import dev.earsight.microphones.MovingSource;
import dev.earsight.microphones.Pixel;
import dev.earsight.microphones.Point;
import dev.earsight.microphones.Projection;
import dev.earsight.microphones.Room;
import dev.earsight.microphones.RoomSimulator;
import dev.earsight.scene.Box;
import dev.earsight.scene.DryTrack;
import dev.earsight.scene.MultichannelRecorder;
import dev.earsight.scene.Place;
import dev.earsight.scene.SceneTruth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Scenes as microphones in a room record them. Each thing stands where the picture shows it: in the direction of its box's center, as far away as
 * a thing of {@value #SMALLEST_METERS} to {@value #LARGEST_METERS} m (drawn) of that apparent size is, nearer where it would be behind a wall.
 */
final class SceneMicrophones implements MultichannelRecorder {
    private static final double SMALLEST_METERS = 0.35;
    private static final double LARGEST_METERS = 0.7;
    private static final double NEAREST_METERS = 0.4;
    private static final double WALL_METERS = 0.2;
    private static final Point ROOM = new Point(6, 5, 3);
    private static final double STEP_SECONDS = 0.2;
    private static final int MOST_CHANNELS = 8;
    private static final double HIGHEST_SAMPLE = 0.98;

    private final MicrophoneArray array;
    private final CameraModel camera;
    private final double reverberationSeconds;

    private SceneMicrophones(MicrophoneArray array, CameraModel camera, double reverberationSeconds) {
        this.array = array;
        this.camera = camera;
        this.reverberationSeconds = reverberationSeconds;
    }

    /**
     * @param file the array's geometry, with a camera
     * @throws EarsightException if it does not go with scenes of this size
     */
    static SceneMicrophones of(Path file, int width, int height, double reverberationSeconds) {
        MicrophoneArray array = ArrayFile.read(file);
        CameraModel camera = array.camera()
                .orElseThrow(() -> new EarsightException(file
                        + " has no camera, so nobody knows where in the room a thing of the picture stands; add one."));
        if (array.sampleRateHz() != Sound.SAMPLE_RATE_HZ) {
            throw new EarsightException(file + ": scenes are recorded at " + Sound.SAMPLE_RATE_HZ
                    + " samples per second; write sample-rate-hz: " + Sound.SAMPLE_RATE_HZ + ".");
        }
        if (channels(array) > MOST_CHANNELS) {
            throw new EarsightException(file + ": a video holds " + MOST_CHANNELS + " channels, not " + channels(array)
                    + "; leave out microphones.");
        }
        CameraModel scaled;
        try {
            scaled = camera.scaledTo(width, height);
        } catch (EarsightException e) {
            throw new EarsightException(
                    file + ": the camera's pictures are " + camera.width() + "x" + camera.height()
                            + ", of another shape than scenes of " + width + "x" + height
                            + "; give --width and --height of its shape.",
                    e);
        }
        return new SceneMicrophones(array.with(scaled), scaled, reverberationSeconds);
    }

    private static int channels(MicrophoneArray array) {
        return 1
                + array.microphones().stream()
                        .mapToInt(Microphone::channel)
                        .max()
                        .orElse(0);
    }

    @Override
    public int channels() {
        return channels(array);
    }

    @Override
    public String fingerprint() {
        return "microphones 1 " + array + " " + reverberationSeconds;
    }

    @Override
    public Recorded record(SceneTruth truth, List<DryTrack> tracks, double levelDb, double snrDb) {
        Random random =
                new Random(31 * truth.seed().orElse(0L) + 7919 * truth.index().orElse(0L));
        Room room = room(random);
        List<SceneTruth.Thing> things = new ArrayList<>();
        for (SceneTruth.Thing thing : truth.objects()) {
            things.add(thing.withPlaces(places(thing, truth, room, random)));
        }
        Optional<Place> offScreen = truth.offScreenClass().map(_ -> outside(room, random));
        int count = (int) Math.round(truth.seconds() * Sound.SAMPLE_RATE_HZ);
        int step = (int) Math.round(STEP_SECONDS * Sound.SAMPLE_RATE_HZ);
        List<RoomSimulator.Sounding> soundings = new ArrayList<>();
        for (DryTrack track : tracks) {
            List<Point> places = track.thing() == DryTrack.OFF_SCREEN
                    ? List.of(point(offScreen.orElseThrow()))
                    : steps(things.get(track.thing()).places(), truth);
            soundings.addAll(new MovingSource(places, step, track.samples()).soundings());
        }
        RoomSimulator simulator = new RoomSimulator(room, array);
        float[][] recorded =
                simulator.record(soundings, count, new RoomSimulator.Errors(snrDb, 0, 0), random.nextLong());
        float[][] channels = new float[channels()][count];
        for (int m = 0; m < recorded.length; m++) {
            channels[array.microphones().get(m).channel()] = recorded[m];
        }
        if (tracks.isEmpty()) {
            addNoise(recorded, random);
        }
        scale(recorded, levelDb - (tracks.isEmpty() ? snrDb : 0));
        return new Recorded(
                channels,
                truth.recordedBy(
                        new SceneTruth.Microphones(
                                reverberationSeconds,
                                room.hasWalls() ? List.of(ROOM.x(), ROOM.y(), ROOM.z()) : List.of(),
                                offScreen),
                        things));
    }

    /** Nothing sounds: the microphones' own noise is all there is. */
    private static void addNoise(float[][] channels, Random random) {
        for (float[] channel : channels) {
            for (int i = 0; i < channel.length; i++) {
                channel[i] = (float) random.nextGaussian();
            }
        }
    }

    /** One gain for all channels, so that what they differ in stays. */
    private static void scale(float[][] channels, double levelDb) {
        double squares = 0;
        double highest = 0;
        for (float[] channel : channels) {
            for (float sample : channel) {
                squares += (double) sample * sample / channel.length / channels.length;
                highest = Math.max(highest, Math.abs(sample));
            }
        }
        double gain = Math.min(
                Math.pow(10, levelDb / 20) / Math.max(1e-12, Math.sqrt(squares)),
                HIGHEST_SAMPLE / Math.max(1e-12, highest));
        for (float[] channel : channels) {
            for (int i = 0; i < channel.length; i++) {
                channel[i] *= (float) gain;
            }
        }
    }

    /** The camera stands near one wall and looks at the opposite one, more or less. */
    private Room room(Random random) {
        Point at = new Point(
                2.4 + 1.2 * random.nextDouble(), 0.6 + 0.4 * random.nextDouble(), 1.1 + 0.5 * random.nextDouble());
        double yaw = 20 * random.nextDouble() - 10;
        Room usual = Room.of(ROOM, at, reverberationSeconds);
        return new Room(usual.size(), at, yaw, reverberationSeconds, usual.absorption());
    }

    private List<Place> places(SceneTruth.Thing thing, SceneTruth truth, Room room, Random random) {
        double size = SMALLEST_METERS + (LARGEST_METERS - SMALLEST_METERS) * random.nextDouble();
        double[] pixels = thing.boxes().stream()
                .mapToDouble(box -> Math.sqrt(box.area() * truth.width() * truth.height()))
                .sorted()
                .toArray();
        double apparent = pixels.length == 0 ? 1 : Math.max(1, pixels[pixels.length / 2]);
        double wanted = size * Math.sqrt(camera.fx() * camera.fy()) / apparent;
        List<Point> rays = thing.boxes().stream().map(this::ray).toList();
        double distance = Math.max(
                NEAREST_METERS,
                rays.stream()
                        .mapToDouble(ray -> distance(ray, wanted, room))
                        .min()
                        .orElse(wanted));
        return rays.stream().map(ray -> place(ray, distance)).toList();
    }

    private Point ray(Box box) {
        return camera.ray(new Pixel(
                (box.x0() + box.x1()) / 2 * camera.width() - 0.5, (box.y0() + box.y1()) / 2 * camera.height() - 0.5));
    }

    /** What was asked for, or less where a wall is in the way. */
    private static double distance(Point ray, double wanted, Room room) {
        double distance = wanted;
        while (distance > NEAREST_METERS && !room.contains(room.place(ray.times(distance + WALL_METERS)))) {
            distance *= 0.97;
        }
        return distance;
    }

    private Place outside(Room room, Random random) {
        while (true) {
            Direction direction = new Direction(300 * random.nextDouble() - 150, 30 * random.nextDouble() - 15);
            double beyond = Math.min(150, Math.abs(direction.azimuthDegrees()) - 10);
            Direction nearer = new Direction(
                    Math.copySign(Math.max(0, beyond), direction.azimuthDegrees()), direction.elevationDegrees());
            if (Projection.pixel(camera, nearer).isEmpty()) {
                double distance = distance(direction.vector(), 1 + 1.5 * random.nextDouble(), room);
                return place(direction.vector(), distance);
            }
        }
    }

    private static Place place(Point ray, double distance) {
        Direction direction = Direction.of(ray);
        return new Place(direction.azimuthDegrees(), direction.elevationDegrees(), distance);
    }

    private static Point point(Place place) {
        return new Direction(place.azimuthDegrees(), place.elevationDegrees())
                .vector()
                .times(place.distanceMeters());
    }

    private static List<Point> steps(List<Place> places, SceneTruth truth) {
        List<Point> steps = new ArrayList<>();
        for (double t = 0; t < truth.seconds() + STEP_SECONDS; t += STEP_SECONDS) {
            steps.add(point(places.get(Math.min(places.size() - 1, (int) Math.round(t * truth.fps())))));
        }
        return steps;
    }
}
