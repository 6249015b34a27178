package dev.earsight.protocol;

import dev.earsight.annotation.TruthMap;
import java.util.Locale;

/** How large what sounds is, on 224x224 pixels (SLAVC). */
public enum SizeStratum {
    /** Below 32 by 32. */
    SMALL(32 * 32),
    /** Below 96 by 96. */
    MEDIUM(96 * 96),
    /** Below 144 by 144. */
    LARGE(144 * 144),
    /** From there on. */
    HUGE(Integer.MAX_VALUE);

    private final int end;

    SizeStratum(int end) {
        this.end = end;
    }

    /** Where a truth belongs, by the sum of its map. */
    public static SizeStratum of(TruthMap truth) {
        return of(truth.sum());
    }

    static SizeStratum of(double area) {
        for (SizeStratum stratum : values()) {
            if (area < stratum.end) {
                return stratum;
            }
        }
        return HUGE;
    }

    /** For tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
