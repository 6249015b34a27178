package dev.earsight.cli;

import dev.earsight.weights.Views;
import java.util.Arrays;
import picocli.CommandLine.Option;

/** How a trained network looks at pictures, for the verbs that show them to one. */
final class ViewOptions {
    @Option(
            names = "--scales",
            paramLabel = "FACTOR",
            split = ",",
            description =
                    "Look at each picture at several sizes, as factors of the size in training, and average: 1,1.5 points "
                            + "better with --flip, and takes 3 times as long. Probabilities come out lower, since the "
                            + "threshold is that of one look (default: 1).")
    private double[] scales = {1};

    @Option(names = "--flip", description = "Look at each picture mirrored, too, and average (twice as long).")
    private boolean flip;

    Views views() {
        return new Views(Arrays.stream(scales).boxed().toList(), flip);
    }
}
