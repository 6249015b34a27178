package dev.earsight.cli;

import dev.earsight.draw.LineChart;
import dev.earsight.evaluate.Reliability;
import dev.earsight.report.Block;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Whether a network's probabilities are what they say, for a report. */
final class ReliabilityBlocks {
    private ReliabilityBlocks() {}

    /** The diagram and the bins behind it. */
    static List<Block> of(Reliability reliability) {
        StringBuilder bins = new StringBuilder("from   to     pairs  said   so\n");
        for (Reliability.Bin bin : reliability.bins()) {
            bins.append(String.format(
                    Locale.ROOT,
                    "%.3f  %.3f  %5d  %.3f  %.3f%n",
                    bin.low(),
                    bin.high(),
                    bin.count(),
                    bin.meanProbability(),
                    bin.matchedShare()));
        }
        LineChart chart = new LineChart(
                "Share that matches",
                "probability of a match, as said",
                List.of(
                        new LineChart.Line(
                                "network",
                                filled(reliability, Reliability.Bin::meanProbability),
                                filled(reliability, Reliability.Bin::matchedShare)),
                        new LineChart.Line("what is said is so", new double[] {0, 1}, new double[] {0, 1})),
                List.of());
        return List.of(
                new Block.Chart(
                        "Reliability: of the pairs given a probability (across), how many match (up). Above the diagonal more "
                                + "match than is said, below it fewer.",
                        LearningPlot.picture(chart, 720, 520)),
                new Block.Verbatim("Bins of the reliability diagram", bins.toString()));
    }

    private static double[] filled(Reliability reliability, ToDoubleFunction<Reliability.Bin> value) {
        return reliability.bins().stream()
                .filter(bin -> bin.count() > 0)
                .mapToDouble(value)
                .toArray();
    }
}
