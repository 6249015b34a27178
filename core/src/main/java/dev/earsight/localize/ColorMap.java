package dev.earsight.localize;

/**
 * Colors for scores, of even perceived steps.
 *
 * <p>Computed from polynomials: Inferno and Viridis (the maps of matplotlib by van der Walt and Smith, public domain) from
 * the sixth-degree fits by Matt Zucker (public domain); Turbo from the fifth-degree fit by Ruofei Du for the map of Anton
 * Mikhailov (Google, Apache-2.0).
 */
public enum ColorMap {
    /** Black, purple, orange, pale yellow: a glow; reads well over photographs. */
    INFERNO(
            new double[] {
                0.0002189403691192265,
                0.1065134194856116,
                11.60249308247187,
                -41.70399613139459,
                77.162935699427,
                -71.31942824499214,
                25.13112622477341
            },
            new double[] {
                0.001651004631001012,
                0.5639564367884091,
                -3.972853965665698,
                17.43639888205313,
                -33.40235894210092,
                32.62606426397723,
                -12.24266895238567
            },
            new double[] {
                -0.01948089843709184,
                3.932712388889277,
                -15.9423941062914,
                44.35414519872813,
                -81.80730925738993,
                73.20951985783202,
                -23.07032500287172
            }),
    /** Dark blue, green, yellow: safe for most color-blind readers. */
    VIRIDIS(
            new double[] {
                0.2777273272234177,
                0.1050930431085774,
                -0.3308618287255563,
                -4.634230498983486,
                6.228269936347081,
                4.776384997670288,
                -5.435455855934631
            },
            new double[] {
                0.005407344544966578,
                1.404613529898575,
                0.214847559468213,
                -5.799100973351585,
                14.17993336680509,
                -13.74514537774601,
                4.645852612178535
            },
            new double[] {
                0.3340998053353061,
                1.384590162594685,
                0.09509516302823659,
                -19.33244095627987,
                56.69055260068105,
                -65.35303263337234,
                26.3124352495832
            }),
    /** Blue, green, yellow, red: the familiar rainbow without its false edges. */
    TURBO(
            new double[] {0.13572138, 4.61539260, -42.66032258, 132.13108234, -152.94239396, 59.28637943},
            new double[] {0.09140261, 2.19418839, 4.84296658, -14.18503333, 4.27729857, 2.82956604},
            new double[] {0.10667330, 12.64194608, -60.58204836, 110.36276771, -89.90310912, 27.34824973});

    private static final int STEPS = 256;
    private final int[] table = new int[STEPS];

    ColorMap(double[] red, double[] green, double[] blue) {
        for (int i = 0; i < STEPS; i++) {
            double t = i / (STEPS - 1.0);
            table[i] = channel(red, t) << 16 | channel(green, t) << 8 | channel(blue, t);
        }
    }

    /** The color for {@code t} from 0 (lowest) to 1 (highest), clamped, as {@code 0xRRGGBB}. */
    public int rgb(double t) {
        return table[(int) Math.round(Math.clamp(t, 0, 1) * (STEPS - 1))];
    }

    private static int channel(double[] coefficients, double t) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * t + coefficients[i];
        }
        return (int) Math.round(255 * Math.clamp(sum, 0, 1));
    }
}
