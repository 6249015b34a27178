package dev.earsight.serve;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Settings that come as text, of a query or a form; what is out of range is refused with a sentence. */
record Fields(Function<String, Optional<String>> text) {
    Optional<String> optional(String name) {
        return text.apply(name).filter(value -> !value.isBlank());
    }

    OptionalDouble number(String name, double least, double most) {
        Optional<String> value = optional(name);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        double number;
        try {
            number = Double.parseDouble(value.get().strip());
        } catch (NumberFormatException e) {
            throw Problem.badRequest("'" + name + "' is a number.");
        }
        if (!(number >= least && number <= most)) {
            throw Problem.badRequest(
                    String.format(Locale.ROOT, "'%s' is a number of %s to %s.", name, shown(least), shown(most)));
        }
        return OptionalDouble.of(number);
    }

    double number(String name, double least, double most, double otherwise) {
        return number(name, least, most).orElse(otherwise);
    }

    int whole(String name, int least, int most, int otherwise) {
        double number = number(name, least, most, otherwise);
        if (number != Math.rint(number)) {
            throw Problem.badRequest("'" + name + "' is a whole number.");
        }
        return (int) number;
    }

    boolean flag(String name, boolean otherwise) {
        String value = optional(name).orElse(Boolean.toString(otherwise));
        if (!value.equals("true") && !value.equals("false")) {
            throw Problem.badRequest("'" + name + "' is true or false.");
        }
        return value.equals("true");
    }

    <E extends Enum<E>> E choice(String name, E otherwise) {
        Optional<String> value = optional(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        E[] choices = otherwise.getDeclaringClass().getEnumConstants();
        return Arrays.stream(choices)
                .filter(choice -> word(choice).equals(value.get()))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("'" + name + "' is one of "
                        + Arrays.stream(choices).map(Fields::word).collect(Collectors.joining(", ")) + "."));
    }

    /** How a choice is written. */
    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static String shown(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
