package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.embed.JsonLines;
import dev.earsight.microphones.ArrayFile;
import dev.earsight.microphones.ClockCheck;
import dev.earsight.microphones.Heard;
import dev.earsight.microphones.Listening;
import dev.earsight.microphones.ListeningSettings;
import dev.earsight.microphones.MicrophoneArray;
import java.io.BufferedInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code earsight listen}. */
@Command(
        name = "listen",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says from which direction sound comes, from several microphones, without a network.",
            "",
            "The delays between the channels give the direction (SRP-PHAT, or MUSIC). INPUT is a sound file or video with a "
                    + "channel for each microphone, or one file for each, or - for raw samples on standard input, answered as "
                    + "they come:",
            "  arecord -c 4 -r 48000 -f S16_LE -t raw | earsight listen - --array ARRAY.yaml",
            "",
            "Two microphones, or any on a line, tell the angle to their line only: azimuth then stands for a cone, a strip "
                    + "across the picture. Microphones in a plane cannot tell front from back; the answer is in front of the "
                    + "camera."
        },
        footer = {
            "",
            "ARRAY.yaml, in metres in the camera's frame (right, down, ahead):",
            "  sample-rate-hz: 48000",
            "  microphones:",
            "    - [-0.05, 0, 0]",
            "    - [0.05, 0, 0]",
            "    - {position: [0, -0.08, 0], channel: 4, directivity: cardioid}",
            "  camera: camera.yml   # as OpenCV writes it; for places on the picture",
            "",
            "JSON, one object per answer and line:",
            "  start_seconds, end_seconds   the window",
            "  level_dbfs, silent           its level; silent below --silence",
            "  sources      [{azimuth_degrees (right), elevation_degrees (up), cone,",
            "               score, confidence, in_view, pixel or strip}], strongest",
            "               first; none where there is only the microphones' own noise",
            "  faults       [{channel, kind: dead, clipped or duplicate, left_out}]",
            "  latency_ms   from the window's last sample to the answer"
        })
final class ListenCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Parameters(
            paramLabel = "INPUT",
            arity = "1..*",
            description = "A file with all channels, a file for each, or - for standard input.")
    private List<String> inputs = List.of();

    @Option(
            names = "--array",
            required = true,
            paramLabel = "FILE",
            description = "Where the microphones stand (below).")
    private Path arrayFile = Path.of("array.yaml");

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Every answer as a line of JSON (see below); - for standard output, in place of the text.")
    private @Nullable String json;

    @Option(
            names = "--sources",
            paramLabel = "N",
            description = "At most so many directions at once (default: ${DEFAULT-VALUE}).")
    private int sources = ListeningSettings.USUAL.sources();

    @Option(names = "--method", description = "srp-phat or music (default: srp-phat).")
    private String method = "srp-phat";

    @Option(
            names = "--window",
            paramLabel = "SECONDS",
            description = "Sound that one answer is from (default: ${DEFAULT-VALUE}).")
    private double windowSeconds = ListeningSettings.USUAL.windowSeconds();

    @Option(
            names = "--hop",
            paramLabel = "SECONDS",
            description = "From one answer to the next (default: ${DEFAULT-VALUE}).")
    private double hopSeconds = ListeningSettings.USUAL.hopSeconds();

    @Option(
            names = "--step",
            paramLabel = "DEGREES",
            description = "Of the grid that is searched before the last climb (default: ${DEFAULT-VALUE}).")
    private double stepDegrees = ListeningSettings.USUAL.stepDegrees();

    @Option(
            names = "--band",
            paramLabel = "LOW..HIGH",
            converter = Range.Converter.class,
            description = "Frequencies listened to, in Hz (default: ${DEFAULT-VALUE}).")
    private Range band = new Range(ListeningSettings.USUAL.lowestHz(), ListeningSettings.USUAL.highestHz());

    @Option(
            names = "--distance",
            paramLabel = "METERS",
            split = ",",
            description =
                    "Distances from the camera to search at, for sources nearer than some ten lengths of the array or an "
                            + "array beside the camera (default: far away).")
    private List<Double> distances = List.of();

    @Option(
            names = "--silence",
            paramLabel = "DB",
            description =
                    "Nothing is answered below this level, in decibels of full scale (default: ${DEFAULT-VALUE}).")
    private double silenceDecibels = ListeningSettings.USUAL.silenceDecibels();

    @Option(
            names = "--format",
            description =
                    "Of standard input: s16le, s24le, s32le or f32le, channels side by side, at the array's sample "
                            + "rate (default: s16le).")
    private ChannelInput.RawFormat format = ChannelInput.RawFormat.S16LE;

    @Option(
            names = "--channels",
            paramLabel = "N",
            description = "Of standard input (default: as many as the array names).")
    private @Nullable Integer channels;

    @Override
    public Integer call() {
        MicrophoneArray array = ArrayFile.read(arrayFile);
        ListeningSettings settings = settings(array);
        try (ChannelInput input = open(array);
                @Nullable JsonLines lines = json == null || json.equals(STANDARD_INPUT) ? null : lines(Path.of(json))) {
            requireFit(input, array);
            MicrophoneArray seen =
                    input instanceof ChannelInput.Files files && files.info().hasVideo()
                            ? array.camera()
                                    .map(camera -> array.with(camera.scaledTo(
                                            files.info().width(), files.info().height())))
                                    .orElse(array)
                            : array;
            listen(input, seen, settings, lines);
        }
        return 0;
    }

    private JsonLines lines(Path file) {
        Inputs.requireFree(
                file,
                inputs.stream()
                        .filter(input -> !input.equals(STANDARD_INPUT))
                        .map(Path::of)
                        .toList());
        return JsonLines.create(file);
    }

    private ListeningSettings settings(MicrophoneArray array) {
        ListeningSettings.Method way = switch (method.toLowerCase(Locale.ROOT)) {
            case "srp-phat" -> ListeningSettings.Method.SRP_PHAT;
            case "music" -> ListeningSettings.Method.MUSIC;
            default -> throw new EarsightException("--method is srp-phat or music, not " + method + ".");
        };
        if (band.low() >= array.sampleRateHz() / 2.0) {
            throw new EarsightException("--band begins at " + band.low() + " Hz, but " + array.sampleRateHz()
                    + " samples per second reach to half of that only.");
        }
        if (way == ListeningSettings.Method.MUSIC && sources >= array.size()) {
            throw new EarsightException(
                    "MUSIC tells apart fewer sources than there are microphones: --sources must be below "
                            + array.size() + ".");
        }
        try {
            return new ListeningSettings(
                    windowSeconds,
                    hopSeconds,
                    sources,
                    stepDegrees,
                    way,
                    band.low(),
                    band.high(),
                    distances.isEmpty() ? List.of(Double.POSITIVE_INFINITY) : distances,
                    silenceDecibels);
        } catch (IllegalArgumentException e) {
            throw new EarsightException(
                    "--window and --hop must be above 0, --sources at least 1, --step from 0.2 to 30, --band rise from 0 or "
                            + "more, --distance be above 0.",
                    e);
        }
    }

    private ChannelInput open(MicrophoneArray array) {
        if (inputs.equals(List.of(STANDARD_INPUT))) {
            int count = channels == null ? ArrayBeside.highestChannel(array) + 1 : channels;
            if (count < 1) {
                throw new EarsightException("--channels must be at least 1.");
            }
            return new ChannelInput.Raw(new BufferedInputStream(System.in, 1 << 16), format, count);
        }
        return new ChannelInput.Files(inputs.stream().map(Path::of).toList());
    }

    private void requireFit(ChannelInput input, MicrophoneArray array) {
        ArrayBeside.requireFit(input.name(), input.channels(), arrayFile, array);
        input.sampleRateHz().ifPresent(rate -> ArrayBeside.requireRate(input.name(), rate, arrayFile, array));
        ArrayBeside.sayIfMore(input.name(), input.channels(), arrayFile, array);
    }

    private void listen(
            ChannelInput input, MicrophoneArray array, ListeningSettings settings, @Nullable JsonLines lines) {
        Listening listening = new Listening(array, settings);
        ClockCheck clocks = new ClockCheck(array);
        HeardLine formatted = new HeardLine(array);
        System.err.printf(
                Locale.ROOT,
                "%d microphones, %.1f cm from end to end; an answer from %.2f s of sound every %.2f s.%n",
                array.size(),
                100 * array.lengthMeters(),
                listening.windowSeconds(),
                listening.hopSeconds());
        float[][] block = new float[input.channels()][listening.framing().hopSamples()];
        float[][] ordered = new float[array.size()][];
        for (int m = 0; m < ordered.length; m++) {
            ordered[m] = block[array.microphones().get(m).channel()];
        }
        ListeningSummary summary = new ListeningSummary();
        long samples = 0;
        long busyNanos = 0;
        for (int got = input.read(block); got > 0; got = input.read(block)) {
            long arrived = System.nanoTime();
            samples += got;
            for (Heard heard : listening.push(ordered, got)) {
                double latency = (System.nanoTime() - arrived) / 1e6;
                print(formatted, heard, latency, lines);
                summary.add(heard, latency, formatted::inWords);
            }
            clocks.push(ordered, got);
            busyNanos += System.nanoTime() - arrived;
            if (Thread.interrupted() || System.out.checkError()) {
                break;
            }
        }
        input.remarks().forEach(System.err::println);
        double seconds = samples / (double) array.sampleRateHz();
        if (summary.answers() == 0) {
            throw new EarsightException(String.format(
                    Locale.ROOT,
                    "%s: %.2f s are shorter than one window of %.2f s; give a longer recording or a shorter --window.",
                    input.name(),
                    seconds,
                    listening.windowSeconds()));
        }
        summary.print(System.err, seconds, busyNanos / 1e9, listening.windowSeconds(), silenceDecibels);
        ListeningSummary.print(System.err, clocks.drifts(), array);
    }

    private void print(HeardLine formatted, Heard heard, double latency, @Nullable JsonLines lines) {
        Map<String, Object> object = formatted.object(heard, latency);
        if (lines != null) {
            lines.write(object);
        }
        boolean programs = json != null && json.equals(STANDARD_INPUT);
        System.out.println(programs ? JSON.writeValueAsString(object) : formatted.text(heard, latency));
    }
}
