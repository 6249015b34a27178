package dev.earsight.shard;

import dev.earsight.EarsightException;
import java.math.BigInteger;
import java.util.HexFormat;

/** How sources are divided into {@link Split}s: always whole sources, never clips. */
public sealed interface SplitRule {

    /** The split of the file at {@code path} (relative to the folder prepared) whose bytes hash to {@code sha256} (hex). */
    Split splitOf(String path, String sha256);

    /** The rule in words, for the manifest. */
    String inWords();

    /**
     * By the file's content alone: the first 53 bits of its SHA-256 read as a fraction fall into the test, the validation or
     * the training share. So a source keeps its split when others are added or removed, when it is renamed or moved, and
     * identical copies are together. The shares hold on average: a folder of few files may leave one empty.
     *
     * @param valFraction share of validation, 0 to 1
     * @param testFraction share of test, 0 to 1; the rest is for training
     */
    record ByContent(double valFraction, double testFraction) implements SplitRule {
        /** Checks the shares. */
        public ByContent {
            if (!(valFraction >= 0 && testFraction >= 0 && valFraction + testFraction <= 1)) {
                throw new EarsightException("The shares of validation (" + valFraction + ") and test (" + testFraction
                        + ") must not be negative and together at most 1.");
            }
        }

        @Override
        public String inWords() {
            return "by content, val " + valFraction + ", test " + testFraction;
        }

        @Override
        public Split splitOf(String path, String sha256) {
            byte[] head = HexFormat.of().parseHex(sha256.substring(0, 16));
            double fraction = new BigInteger(1, head).shiftRight(11).doubleValue() / (1L << 53);
            return fraction < testFraction
                    ? Split.TEST
                    : fraction < testFraction + valFraction ? Split.VAL : Split.TRAIN;
        }
    }

    /**
     * By the outermost folder named {@code train}, {@code val} or {@code test} on the file's path; a file under none of them
     * is for training. Identical copies in several splits are kept once, in test before val before train, so that nothing
     * trained on is evaluated on.
     */
    record ByFolder() implements SplitRule {
        @Override
        public String inWords() {
            return "by folder";
        }

        @Override
        public Split splitOf(String path, String sha256) {
            String[] names = path.split("/");
            for (int i = 0; i < names.length - 1; i++) {
                for (Split split : Split.values()) {
                    if (names[i].equalsIgnoreCase(split.label())) {
                        return split;
                    }
                }
            }
            return Split.TRAIN;
        }
    }
}
