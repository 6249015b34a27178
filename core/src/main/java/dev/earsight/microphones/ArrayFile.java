package dev.earsight.microphones;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Array geometry as YAML: where the microphones stand, in metres, in the camera's frame; their sample rate; the camera as
 * OpenCV writes it, in place or as a file of its own. See {@code docs/formats.md}.
 */
public final class ArrayFile {
    private static final YAMLMapper YAML = YAMLMapper.builder().build();
    private static final double NEAREST_METERS = 0.001;
    private static final double FURTHEST_METERS = 20;

    private final Path file;

    private ArrayFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a geometry.
     *
     * @throws EarsightException if it cannot be read or makes no sense, with the entry and what to write there
     */
    public static MicrophoneArray read(Path file) {
        return new ArrayFile(file).array();
    }

    private MicrophoneArray array() {
        JsonNode root = tree(file);
        knowsOnly(root, "", "sample-rate-hz", "speed-of-sound", "microphones", "camera");
        double rate = number(root, "sample-rate-hz", Double.NaN);
        if (rate != Math.rint(rate) || rate < 4000 || rate > 768_000) {
            throw wrong("sample-rate-hz must be the samples per second of the recording, such as 48000, not "
                    + root.path("sample-rate-hz"));
        }
        double speed = number(root, "speed-of-sound", MicrophoneArray.USUAL_SPEED_OF_SOUND);
        if (speed < 300 || speed > 2000) {
            throw wrong("speed-of-sound must be in metres per second, about 343 in air, not " + speed);
        }
        List<Microphone> microphones = microphones(root.path("microphones"));
        Optional<CameraModel> camera = root.has("camera") ? Optional.of(camera(root.path("camera"))) : Optional.empty();
        return new MicrophoneArray((int) rate, speed, microphones, camera);
    }

    private List<Microphone> microphones(JsonNode list) {
        if (!list.isArray() || list.size() < 2) {
            throw wrong("microphones must be a list of two places or more, such as [0.05, 0, 0] in metres");
        }
        List<Microphone> microphones = new ArrayList<>();
        Set<Integer> channels = new HashSet<>();
        for (JsonNode entry : list) {
            Microphone microphone = microphone(entry, microphones.size());
            for (int other = 0; other < microphones.size(); other++) {
                double apart =
                        microphone.position().distanceTo(microphones.get(other).position());
                if (apart < NEAREST_METERS || apart > FURTHEST_METERS) {
                    throw wrong(String.format(
                            Locale.ROOT,
                            "microphones %d and %d are %.4g m apart; correct their positions, which must be in metres",
                            other + 1,
                            microphones.size() + 1,
                            apart));
                }
            }
            if (!channels.add(microphone.channel())) {
                throw wrong("two microphones have channel " + (microphone.channel() + 1) + "; give each its own");
            }
            microphones.add(microphone);
        }
        return microphones;
    }

    private Microphone microphone(JsonNode entry, int place) {
        String name = "microphone " + (place + 1);
        if (entry.isArray()) {
            return Microphone.omni(point(entry, name), place);
        }
        knowsOnly(entry, name + " ", "position", "directivity", "facing", "channel");
        Point position = point(entry.path("position"), name);
        Directivity directivity =
                switch (entry.path("directivity").asString("omni").toLowerCase(Locale.ROOT)) {
                    case "omni" -> Directivity.OMNI;
                    case "cardioid" -> Directivity.CARDIOID;
                    default -> throw wrong("directivity of " + name + " must be omni or cardioid");
                };
        Point facing = entry.has("facing") ? point(entry.path("facing"), "facing of " + name) : new Point(0, 0, 1);
        if (facing.norm() == 0) {
            throw wrong("facing of " + name + " must point somewhere, such as [0, 0, 1] for into the scene");
        }
        JsonNode channel = entry.path("channel");
        if (!channel.isMissingNode() && (!channel.isInt() || channel.asInt() < 1)) {
            throw wrong("channel of " + name + " must be its place in the recording, counted from 1");
        }
        return new Microphone(position, directivity, facing, channel.isMissingNode() ? place : channel.asInt() - 1);
    }

    private Point point(JsonNode node, String name) {
        if (!node.isArray() || node.size() != 3) {
            throw wrong(name + " must have three numbers, [right, down, ahead] in metres");
        }
        double[] values = new double[3];
        for (int i = 0; i < 3; i++) {
            values[i] = node.get(i).asDouble(Double.NaN);
            if (!node.get(i).isNumber() || !Double.isFinite(values[i])) {
                throw wrong(name + " must have three numbers, [right, down, ahead] in metres, not " + node);
            }
        }
        return new Point(values[0], values[1], values[2]);
    }

    private CameraModel camera(JsonNode node) {
        if (node.isString()) {
            Path named = file.toAbsolutePath().resolveSibling(node.asString());
            return new ArrayFile(named).camera(tree(named));
        }
        double[] matrix = matrix(node, "camera_matrix", "[fx, 0, cx, 0, fy, cy, 0, 0, 1]");
        if (matrix.length != 9 || matrix[0] <= 0 || matrix[4] <= 0 || matrix[8] != 1) {
            throw wrong("camera_matrix must be OpenCV's nine numbers, [fx, 0, cx, 0, fy, cy, 0, 0, 1]");
        }
        String lens = node.path("distortion_model").asString("plumb_bob");
        double[] lensNumbers = node.has("distortion_coefficients")
                ? matrix(node, "distortion_coefficients", "[k1, k2, p1, p2, k3]")
                : new double[0];
        boolean more = Arrays.stream(lensNumbers).skip(5).anyMatch(value -> value != 0);
        if (more || !(lens.equals("plumb_bob") || lens.equals("rational_polynomial"))) {
            throw wrong(
                    "distortion_coefficients must be OpenCV's k1, k2, p1, p2, k3; other lens models (fisheye, rational) "
                            + "are not known: calibrate without them");
        }
        double[] five = Arrays.copyOf(lensNumbers, 5);
        int width = (int) number(node, "image_width", Double.NaN);
        int height = (int) number(node, "image_height", Double.NaN);
        if (width < 1 || height < 1) {
            throw wrong("image_width and image_height must be the pixels of the calibrated pictures");
        }
        return new CameraModel(
                width, height, matrix[0], matrix[4], matrix[2], matrix[5], five[0], five[1], five[2], five[3], five[4]);
    }

    /** Numbers as a list, a list of lists, or OpenCV's object of rows, cols and data. */
    private double[] matrix(JsonNode node, String key, String example) {
        JsonNode value = node.path(key);
        List<Double> numbers = new ArrayList<>();
        collect(value.isObject() ? value.path("data") : value, numbers);
        if (numbers.isEmpty() || numbers.stream().anyMatch(number -> !Double.isFinite(number))) {
            throw wrong(key + " must be numbers, " + example + ", as a list or as OpenCV writes them");
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonNode node, List<Double> numbers) {
        if (node.isArray()) {
            node.forEach(each -> collect(each, numbers));
        } else {
            numbers.add(node.isNumber() ? node.asDouble() : Double.NaN);
        }
    }

    private double number(JsonNode node, String key, double otherwise) {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            if (Double.isNaN(otherwise)) {
                throw wrong(key + " is missing");
            }
            return otherwise;
        }
        if (!value.isNumber()) {
            throw wrong(key + " must be a number, not " + value);
        }
        return value.asDouble();
    }

    private void knowsOnly(JsonNode node, String where, String... keys) {
        for (String key : node.propertyNames()) {
            if (!Arrays.asList(keys).contains(key)) {
                throw wrong(where + "has a key '" + key + "', which is none of " + String.join(", ", keys));
            }
        }
    }

    private EarsightException wrong(String what) {
        return new EarsightException(file + ": " + what + ".");
    }

    /** OpenCV begins its files with a directive that is no YAML. */
    private JsonNode tree(Path path) {
        try {
            String text = Files.readString(path).replaceFirst("\\A%YAML:1\\.0\\s*\\R", "");
            JsonNode node = YAML.readTree(text.replace("!!opencv-matrix", ""));
            if (!node.isObject()) {
                throw new EarsightException(path + ": must be lines of 'key: value'; see docs/formats.md.");
            }
            return node;
        } catch (IOException e) {
            throw new EarsightException(path + ": cannot be read as text; check the path.", e);
        } catch (JacksonException e) {
            throw new EarsightException(path + ": is not valid YAML (" + e.getOriginalMessage() + "); correct it.", e);
        }
    }
}
