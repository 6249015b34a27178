package dev.earsight.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Two numbers of a command line, {@code LOW..HIGH}; one alone stands for both.
 *
 * @param low the lower one
 * @param high the higher one
 */
record Range(double low, double high) {
    private static final String NUMBER = "([-+]?\\d+(?:\\.\\d+)?)";
    private static final Pattern FORM = Pattern.compile(NUMBER + "(?:\\.\\." + NUMBER + ")?");

    @Override
    public String toString() {
        return low + ".." + high;
    }

    /** Reads what {@link #toString} writes. */
    static final class Converter implements ITypeConverter<Range> {
        @Override
        public Range convert(String value) {
            Matcher matcher = FORM.matcher(value.strip());
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + value + "' is not a range such as 0.2..0.4");
            }
            double low = Double.parseDouble(matcher.group(1));
            String second = matcher.group(2);
            double high = second == null ? low : Double.parseDouble(second);
            if (low > high) {
                throw new TypeConversionException("'" + value + "' begins above its end");
            }
            return new Range(low, high);
        }
    }
}
