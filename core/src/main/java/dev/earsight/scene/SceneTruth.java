package dev.earsight.scene;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known about a clip, kept as {@code NAME.json} beside it. The fields from {@code seed} on are this generator's own
 * and may be missing, as may all of a {@link Thing} from {@code soundsAt} on. For evaluation only, never for training.
 *
 * @param video name of the video file
 * @param fps frames per second
 * @param seconds length of the clip
 * @param width pixels per row of the video
 * @param height rows of the video
 * @param soundClass class of the (main) sound, whether in the picture or not; empty when nothing sounds
 * @param objects the visible things, from back to front
 * @param seed the seed of the set
 * @param index number of the scene in the set
 * @param offScreenClass class of a sound that comes from outside the picture
 * @param noiseSnrDb ratio of sound to background noise, in dB
 * @param configHash {@link SceneGenerator#hash} of what made it
 * @param microphones how several microphones recorded it; empty for a mono mixture
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SceneTruth(
        String video,
        double fps,
        double seconds,
        int width,
        int height,
        Optional<String> soundClass,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<Thing> objects,
        Optional<Long> seed,
        Optional<Long> index,
        Optional<String> offScreenClass,
        OptionalDouble noiseSnrDb,
        Optional<String> configHash,
        Optional<Microphones> microphones) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The lists are copied. */
    public SceneTruth {
        objects = List.copyOf(objects);
    }

    /**
     * One visible thing.
     *
     * @param className its class
     * @param sounds whether it is heard at any time
     * @param boxes where it is in each frame
     * @param soundsAt when it is heard; empty also when the file does not say
     * @param events when it is played, of a thing that is seen being played: start, exact to a sample at 48 kHz and below 0 of a
     *     note that began before the clip, and end, where the note has fallen by 20 dB or the next begins
     * @param soundsInFrame for each frame, whether it is what sounds at that moment: see {@link Moments}; empty where a thing
     *     that sounds does so throughout
     * @param places where it is in each frame, of a scene recorded by several microphones; else empty
     */
    public record Thing(
            @JsonProperty("class") String className,
            boolean sounds,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<Box> boxes,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
            List<Interval> soundsAt,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
            List<Interval> events,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
            List<Boolean> soundsInFrame,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
            List<Place> places) {
        /** The lists are copied. */
        public Thing {
            boxes = List.copyOf(boxes);
            soundsAt = List.copyOf(soundsAt);
            events = List.copyOf(events);
            soundsInFrame = List.copyOf(soundsInFrame);
            places = List.copyOf(places);
        }

        /** The same standing at these places. */
        public Thing withPlaces(List<Place> found) {
            return new Thing(className, sounds, boxes, soundsAt, events, soundsInFrame, found);
        }

        /** Whether it is what sounds in frame {@code k} (the last one known where {@code k} is beyond the end). */
        public boolean soundsIn(int k) {
            return sounds && (soundsInFrame.isEmpty() || soundsInFrame.get(Math.clamp(k, 0, soundsInFrame.size() - 1)));
        }
    }

    /** The boxes of the things that sound, in frame {@code k} (the last one known where {@code k} is beyond the end). */
    public List<Box> soundingBoxes(int k) {
        return objects.stream()
                .filter(thing -> thing.soundsIn(k) && !thing.boxes().isEmpty())
                .map(thing -> thing.boxes().get(Math.clamp(k, 0, thing.boxes().size() - 1)))
                .toList();
    }

    /** The class of what sounds in frame {@code k}: of the part, where one of several is struck; else {@link #soundClass}. */
    public Optional<String> soundClassIn(int k) {
        return objects.stream()
                .filter(thing -> !thing.soundsInFrame().isEmpty() && thing.soundsIn(k))
                .map(Thing::className)
                .findFirst()
                .or(this::soundClass);
    }

    /**
     * The room several microphones recorded a scene in.
     *
     * @param reverberationSeconds in which sound decays by 60 dB; 0 for no walls
     * @param roomMeters width, depth and height; empty for no walls
     * @param offScreen where the sound from outside of the picture comes from
     */
    public record Microphones(
            double reverberationSeconds,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<Double> roomMeters,
            Optional<Place> offScreen) {
        /** The list is copied. */
        public Microphones {
            roomMeters = List.copyOf(roomMeters);
        }
    }

    /** The same for a video of another name. */
    public SceneTruth withVideo(String name) {
        return with(name, objects, configHash, microphones);
    }

    /** The same recorded by several microphones, the things at their places. */
    public SceneTruth recordedBy(Microphones recordedBy, List<Thing> placed) {
        return with(video, placed, configHash, Optional.of(recordedBy));
    }

    /** The same with the hash of what made it. */
    SceneTruth withConfigHash(String hash) {
        return with(video, objects, Optional.of(hash), microphones);
    }

    private SceneTruth with(String name, List<Thing> things, Optional<String> hash, Optional<Microphones> recordedBy) {
        return new SceneTruth(
                name,
                fps,
                seconds,
                width,
                height,
                soundClass,
                things,
                seed,
                index,
                offScreenClass,
                noiseSnrDb,
                hash,
                recordedBy);
    }

    /** As JSON, in one line. */
    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    /**
     * Reads what {@link #toJson} wrote, with or without this generator's own fields.
     *
     * @param json the text
     * @param origin name of the file it came from, for the message
     * @throws EarsightException when it is not the truth of a scene
     */
    public static SceneTruth parse(String json, String origin) {
        try {
            SceneTruth truth = JSON.readValue(json, SceneTruth.class);
            if (truth == null || truth.width < 1 || truth.height < 1) {
                throw new EarsightException(
                        origin + " does not give the picture's width and height; it is not the truth of a scene.");
            }
            return truth;
        } catch (JacksonException e) {
            throw new EarsightException(
                    origin + " is not the truth of a scene (" + e.getOriginalMessage() + "); see docs/formats.md.", e);
        }
    }

    /** Reads a {@code NAME.json}; throws {@link EarsightException} when it cannot be read or is something else. */
    public static SceneTruth read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new EarsightException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
