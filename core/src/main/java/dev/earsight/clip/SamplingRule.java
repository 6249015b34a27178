package dev.earsight.clip;

/**
 * How the times of a pair are drawn.
 *
 * @param shortcutSafe whether a mismatch's sound is drawn by the same function, on the same 0.04 s grid, as a match's
 *     (the paper's prevention of shortcuts). False is only for repeating the paper's experiment: the sound of a mismatch
 *     then lies anywhere, and a network can tell matches by the traces the codec leaves at frame times.
 * @param misalignmentSeconds how far the sound may be moved from the picture, 0 to 1, drawn on the grid for matches and
 *     mismatches alike
 */
public record SamplingRule(boolean shortcutSafe, double misalignmentSeconds) {
    /** Checks the range. */
    public SamplingRule {
        if (!(misalignmentSeconds >= 0 && misalignmentSeconds <= 1)) {
            throw new IllegalArgumentException(
                    "The misalignment of sound and picture must be 0 to 1 s, not " + misalignmentSeconds);
        }
    }

    /** Protected against the shortcut, sound centred on the picture. */
    public static SamplingRule standard() {
        return new SamplingRule(true, 0);
    }
}
