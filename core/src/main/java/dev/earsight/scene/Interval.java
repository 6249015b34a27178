package dev.earsight.scene;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.earsight.media.Sound;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of time; in JSON an array {@code [start, end]}.
 *
 * @param startSeconds beginning
 * @param endSeconds end, after the beginning
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"startSeconds", "endSeconds"})
public record Interval(double startSeconds, double endSeconds) {
    private static final int STEP_SAMPLES = Sound.SAMPLE_RATE_HZ / 100;
    private static final int MERGED_STEPS = 25;
    private static final double THRESHOLD_DB = -40;

    /**
     * Where a voice is heard: steps of 10 ms that are at most 40 dB below its loudest step, pauses of up to 0.25 s
     * counted in.
     */
    static List<Interval> heardIn(float[] samples) {
        int steps = (samples.length + STEP_SAMPLES - 1) / STEP_SAMPLES;
        double[] power = new double[steps];
        double loudest = 0;
        for (int i = 0; i < samples.length; i++) {
            power[i / STEP_SAMPLES] += samples[i] * samples[i];
        }
        for (double p : power) {
            loudest = Math.max(loudest, p);
        }
        List<Interval> heard = new ArrayList<>();
        int start = -1;
        int last = -1;
        for (int s = 0; s < steps; s++) {
            if (power[s] > loudest * Math.pow(10, THRESHOLD_DB / 10)) {
                if (start >= 0 && s - last - 1 > MERGED_STEPS) {
                    heard.add(ofSteps(start, last + 1));
                    start = s;
                }
                start = start < 0 ? s : start;
                last = s;
            }
        }
        if (start >= 0) {
            heard.add(ofSteps(start, last + 1));
        }
        return heard;
    }

    private static Interval ofSteps(int from, int to) {
        return new Interval(from / 100.0, to / 100.0);
    }
}
