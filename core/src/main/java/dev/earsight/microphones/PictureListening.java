package dev.earsight.microphones;

import dev.earsight.localize.ScoreMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Listens to one window of sound at a time, such as the second a network hears, and answers on the network's grid. Faulty channels are named, and
 * left out where two others are left. One instance per thread.
 */
public final class PictureListening {
    private final MicrophoneArray array;
    private final CameraModel camera;
    private final int rows;
    private final int columns;
    private final double depthMeters;
    private final Framing framing;
    private final Map<Set<Integer>, Ears> ears = new HashMap<>();

    /** What depends on which microphones are used. */
    private record Ears(AcousticMap map, SteeredResponse search) {}

    /**
     * @param array with a camera
     * @param rows of the answers
     * @param columns of the answers
     * @param depthMeters how far away things are assumed to be; may be infinite
     */
    public PictureListening(MicrophoneArray array, int rows, int columns, double depthMeters) {
        this.array = array;
        this.camera = array.camera()
                .orElseThrow(() -> new IllegalArgumentException("A map on the picture needs the array's camera"));
        this.rows = rows;
        this.columns = columns;
        this.depthMeters = depthMeters;
        this.framing = Framing.of(
                array.sampleRateHz(),
                ListeningSettings.USUAL.lowestHz(),
                ListeningSettings.USUAL.highestHz(),
                array.longestLagSeconds());
    }

    /** Where a window, {@code [microphone][sample]} of at least a frame, comes from. */
    public AcousticView listen(float[][] channels) {
        ChannelCheck check = ChannelCheck.of(channels, 0, channels[0].length);
        ScoreMap nothing = new ScoreMap(rows, columns, new float[rows * columns]);
        if (check.levelDecibels() < ListeningSettings.USUAL.silenceDecibels()
                || framing.framesIn(channels[0].length) == 0) {
            return new AcousticView(nothing, Optional.empty(), false, List.of());
        }
        List<ChannelFault> found = check.faults();
        Set<Integer> leftOut = Listening.leftOut(found, array.size());
        List<ChannelFault> faults = found.stream()
                .map(fault -> new ChannelFault(fault.microphone(), fault.kind(), leftOut.contains(fault.microphone())))
                .toList();
        if (array.size() - leftOut.size() < 2) {
            return new AcousticView(nothing, Optional.empty(), false, faults);
        }
        float[][] left = new float[array.size() - leftOut.size()][];
        for (int m = 0, at = 0; m < channels.length; m++) {
            if (!leftOut.contains(m)) {
                left[at++] = channels[m];
            }
        }
        CrossSpectra spectra = CrossSpectra.of(left, framing);
        Ears using = ears.computeIfAbsent(leftOut, this::earsWithout);
        Optional<SoundSource> source = using.search().find(spectra, 1).stream()
                .filter(best -> best.score() > SteeredResponse.noiseScore(framing, left.length))
                .findFirst();
        boolean seen = source.map(best -> shows(array.without(leftOut), best.direction()))
                .orElse(false);
        return new AcousticView(using.map().responses(spectra), source, seen, faults);
    }

    private Ears earsWithout(Set<Integer> leftOut) {
        MicrophoneArray left = array.without(leftOut);
        return new Ears(
                new AcousticMap(left, framing, rows, columns, depthMeters),
                new SteeredResponse(
                        left,
                        framing,
                        DirectionGrid.of(left, ListeningSettings.USUAL.stepDegrees()),
                        Weighting.PHAT,
                        List.of(depthMeters)));
    }

    private boolean shows(MicrophoneArray left, Direction direction) {
        return left.shape() == MicrophoneArray.Shape.LINEAR
                ? !Projection.strip(camera, left, direction).isEmpty()
                : Projection.pixel(camera, direction).isPresent();
    }
}
