package dev.earsight.microphones;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Directions over time from samples as they come: each frame is transformed once, each answer averages the frames of its window. An answer is ready
 * with the last sample of its window. Channels with faults are named, and left out where two others are left. Memory does not grow. One instance per thread.
 */
public final class Listening {
    private final MicrophoneArray array;
    private final ListeningSettings settings;
    private final Framing framing;
    private final FrameTransform transform;
    private final int windowFrames;
    private final int hopFrames;
    private final float[][] waiting;
    private int waitingSamples;
    private long framesDone;
    private final Deque<FrameSpectrum> spectra = new ArrayDeque<>();
    private final Deque<ChannelCheck> checks = new ArrayDeque<>();
    private final Map<Set<Integer>, SourceSearch> searches = new HashMap<>();

    /** For microphones that give {@link MicrophoneArray#sampleRateHz} samples a second. */
    public Listening(MicrophoneArray array, ListeningSettings settings) {
        this.array = array;
        this.settings = settings;
        framing =
                Framing.of(array.sampleRateHz(), settings.lowestHz(), settings.highestHz(), array.longestLagSeconds());
        transform = new FrameTransform(framing);
        double hop = framing.hopSamples() / (double) array.sampleRateHz();
        windowFrames = Math.max(1, (int) Math.round(settings.windowSeconds() / hop) - 1);
        hopFrames = Math.max(1, (int) Math.round(settings.hopSeconds() / hop));
        waiting = new float[array.size()][framing.frameSamples()];
        searchFor(Set.of());
    }

    /** How sound is cut. */
    public Framing framing() {
        return framing;
    }

    /** The exact length of a window: whole frames. */
    public double windowSeconds() {
        return seconds((long) (windowFrames - 1) * framing.hopSamples() + framing.frameSamples());
    }

    /** The exact time from one answer to the next. */
    public double hopSeconds() {
        return seconds((long) hopFrames * framing.hopSamples());
    }

    /**
     * Takes samples and answers the windows they complete.
     *
     * @param channels samples, {@code [microphone][sample]}, in the array's order
     * @param count how many samples of each
     */
    public List<Heard> push(float[][] channels, int count) {
        List<Heard> heard = new ArrayList<>();
        for (int done = 0; done < count; ) {
            int some = Math.min(count - done, framing.frameSamples() - waitingSamples);
            for (int m = 0; m < waiting.length; m++) {
                System.arraycopy(channels[m], done, waiting[m], waitingSamples, some);
            }
            waitingSamples += some;
            done += some;
            if (waitingSamples == framing.frameSamples()) {
                takeFrame();
                if (spectra.size() == windowFrames && (framesDone - windowFrames) % hopFrames == 0) {
                    heard.add(answer());
                }
            }
        }
        return heard;
    }

    private void takeFrame() {
        spectra.add(transform.at(waiting, 0));
        checks.add(ChannelCheck.of(waiting, 0, waitingSamples));
        if (spectra.size() > windowFrames) {
            spectra.remove();
            checks.remove();
        }
        framesDone++;
        int hop = framing.hopSamples();
        for (float[] channel : waiting) {
            System.arraycopy(channel, hop, channel, 0, channel.length - hop);
        }
        waitingSamples -= hop;
    }

    private Heard answer() {
        ChannelCheck check = ChannelCheck.over(checks);
        boolean silent = check.levelDecibels() < settings.silenceDecibels();
        List<ChannelFault> faults = silent ? List.of() : check.faults();
        Set<Integer> leftOut = leftOut(faults, array.size());
        faults = faults.stream()
                .map(fault -> new ChannelFault(fault.microphone(), fault.kind(), leftOut.contains(fault.microphone())))
                .toList();
        List<SoundSource> sources = List.of();
        if (!silent && array.size() - leftOut.size() >= 2) {
            CrossSpectra sum = new CrossSpectra(framing, array.size() - leftOut.size());
            for (FrameSpectrum frame : spectra) {
                sum.add(frame.without(leftOut));
            }
            double least = settings.method() == ListeningSettings.Method.SRP_PHAT
                    ? SteeredResponse.noiseScore(framing, sum.microphones())
                    : 0;
            sources = searchFor(leftOut).find(sum, settings.sources()).stream()
                    .filter(source -> source.score() > least)
                    .toList();
        }
        long start = (framesDone - windowFrames) * framing.hopSamples();
        return new Heard(
                seconds(start), seconds(start) + windowSeconds(), check.levelDecibels(), silent, sources, faults);
    }

    /** Where a passage clips everywhere there is nothing better than the clipped channels. */
    static Set<Integer> leftOut(List<ChannelFault> faults, int microphones) {
        Set<Integer> worst = new TreeSet<>();
        Set<Integer> all = new TreeSet<>();
        for (ChannelFault fault : faults) {
            all.add(fault.microphone());
            if (fault.kind() != ChannelFault.Kind.CLIPPED) {
                worst.add(fault.microphone());
            }
        }
        return microphones - all.size() >= 2 ? all : worst;
    }

    private SourceSearch searchFor(Set<Integer> leftOut) {
        return searches.computeIfAbsent(leftOut, out -> {
            MicrophoneArray left = array.without(out);
            DirectionGrid grid = DirectionGrid.of(left, settings.stepDegrees());
            return switch (settings.method()) {
                case SRP_PHAT -> new SteeredResponse(left, framing, grid, Weighting.PHAT, settings.distances());
                case MUSIC ->
                    new SubspaceSearch(left, grid, settings.distances().getFirst());
            };
        });
    }

    private double seconds(long samples) {
        return samples / (double) array.sampleRateHz();
    }
}
