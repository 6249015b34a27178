package dev.earsight.cli;

import dev.earsight.microphones.CameraModel;
import dev.earsight.microphones.ChannelFault;
import dev.earsight.microphones.Heard;
import dev.earsight.microphones.MicrophoneArray;
import dev.earsight.microphones.Pixel;
import dev.earsight.microphones.Projection;
import dev.earsight.microphones.SoundSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was heard in a window, for people and for programs. */
final class HeardLine {
    private static final int STRIP_POINTS = 9;

    private final MicrophoneArray array;
    private final boolean linear;

    HeardLine(MicrophoneArray array) {
        this.array = array;
        this.linear = array.shape() == MicrophoneArray.Shape.LINEAR;
    }

    String text(Heard heard, double latencyMillis) {
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%8.2f s %6.1f dB", heard.endSeconds(), heard.levelDecibels()));
        if (heard.silent()) {
            line.append("  silence");
        } else if (heard.sources().isEmpty()) {
            line.append("  no direction");
        }
        for (SoundSource source : heard.sources()) {
            line.append(String.format(
                    Locale.ROOT, "  azimuth %6.1f", source.direction().azimuthDegrees()));
            if (!linear) {
                line.append(String.format(
                        Locale.ROOT, " elevation %5.1f", source.direction().elevationDegrees()));
            }
            if (Double.isFinite(source.distanceMeters())) {
                line.append(String.format(Locale.ROOT, " at %.1f m", source.distanceMeters()));
            }
            line.append(String.format(Locale.ROOT, " confidence %.2f", source.confidence()));
            array.camera().ifPresent(camera -> line.append(placeInWords(camera, source)));
        }
        for (ChannelFault fault : heard.faults()) {
            line.append("  [channel " + inWords(fault) + "]");
        }
        return line.append(String.format(Locale.ROOT, "  (%.0f ms)", latencyMillis))
                .toString();
    }

    Map<String, Object> object(Heard heard, double latencyMillis) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("start_seconds", rounded(heard.startSeconds(), 1e6));
        object.put("end_seconds", rounded(heard.endSeconds(), 1e6));
        object.put("level_dbfs", rounded(heard.levelDecibels(), 100));
        object.put("silent", heard.silent());
        object.put("sources", heard.sources().stream().map(this::object).toList());
        List<Map<String, Object>> faults = new ArrayList<>();
        for (ChannelFault fault : heard.faults()) {
            Map<String, Object> named = new LinkedHashMap<>();
            named.put("channel", channel(fault));
            named.put("kind", kind(fault));
            named.put("left_out", fault.leftOut());
            faults.add(named);
        }
        object.put("faults", faults);
        object.put("latency_ms", rounded(latencyMillis, 1000));
        return object;
    }

    private Map<String, Object> object(SoundSource source) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("azimuth_degrees", rounded(source.direction().azimuthDegrees(), 100));
        object.put("elevation_degrees", rounded(source.direction().elevationDegrees(), 100));
        object.put("cone", linear);
        if (Double.isFinite(source.distanceMeters())) {
            object.put("distance_meters", source.distanceMeters());
        }
        object.put("score", rounded(source.score(), 1e4));
        object.put("confidence", rounded(source.confidence(), 1e4));
        array.camera().ifPresent(camera -> {
            if (linear) {
                object.put(
                        "strip",
                        strip(camera, source).stream().map(HeardLine::pair).toList());
            } else {
                Optional<Pixel> pixel = Projection.pixel(camera, source.direction());
                object.put("in_view", pixel.isPresent());
                pixel.ifPresent(place -> object.put("pixel", pair(place)));
            }
        });
        return object;
    }

    private String placeInWords(CameraModel camera, SoundSource source) {
        if (linear) {
            List<Pixel> strip = strip(camera, source);
            return strip.isEmpty()
                    ? " out of view"
                    : String.format(
                            Locale.ROOT,
                            " strip (%.0f, %.0f) to (%.0f, %.0f)",
                            strip.getFirst().x(),
                            strip.getFirst().y(),
                            strip.getLast().x(),
                            strip.getLast().y());
        }
        return Projection.pixel(camera, source.direction())
                .map(pixel -> String.format(Locale.ROOT, " pixel (%.0f, %.0f)", pixel.x(), pixel.y()))
                .orElse(" out of view");
    }

    /** A few points, enough to draw it. */
    private List<Pixel> strip(CameraModel camera, SoundSource source) {
        List<Pixel> all = Projection.strip(camera, array, source.direction());
        if (all.size() <= STRIP_POINTS) {
            return all;
        }
        List<Pixel> few = new ArrayList<>();
        for (int i = 0; i < STRIP_POINTS; i++) {
            few.add(all.get(i * (all.size() - 1) / (STRIP_POINTS - 1)));
        }
        return few;
    }

    /** Such as {@code 2 dead}. */
    String inWords(ChannelFault fault) {
        return channel(fault) + " " + kind(fault) + (fault.leftOut() ? ", left out" : "");
    }

    private int channel(ChannelFault fault) {
        return array.microphones().get(fault.microphone()).channel() + 1;
    }

    private static String kind(ChannelFault fault) {
        return fault.kind().name().toLowerCase(Locale.ROOT);
    }

    private static List<Double> pair(Pixel pixel) {
        return List.of(rounded(pixel.x(), 10), rounded(pixel.y(), 10));
    }

    private static double rounded(double value, double steps) {
        return Math.rint(value * steps) / steps;
    }
}
