package dev.earsight.cli;

import dev.earsight.protocol.NegativeAudio.Threshold;
import java.util.OptionalDouble;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How the one threshold of negative audio is found.
 *
 * @param rule from the negative maps
 * @param fixed given instead
 */
record UniversalThreshold(Threshold rule, OptionalDouble fixed) {
    /** The published one. */
    static final UniversalThreshold THIRD_QUARTILE =
            new UniversalThreshold(Threshold.THIRD_QUARTILE, OptionalDouble.empty());

    /** From what is written on the command line: q3, max, max10 or a number. */
    static final class Converter implements ITypeConverter<UniversalThreshold> {
        @Override
        public UniversalThreshold convert(String words) {
            return switch (words) {
                case "q3" -> THIRD_QUARTILE;
                case "max" -> new UniversalThreshold(Threshold.HIGHEST, OptionalDouble.empty());
                case "max10" -> new UniversalThreshold(Threshold.HIGHEST_AND_A_TENTH, OptionalDouble.empty());
                default -> {
                    try {
                        yield new UniversalThreshold(
                                Threshold.THIRD_QUARTILE, OptionalDouble.of(Double.parseDouble(words)));
                    } catch (NumberFormatException e) {
                        throw new TypeConversionException(words + " is none of q3, max, max10 and a number");
                    }
                }
            };
        }
    }
}
