package dev.earsight.cli;

import dev.earsight.scene.Playing;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ways of playing by the names users know: {@code still-others}. */
final class PlayingName implements ITypeConverter<Playing> {
    @Override
    public Playing convert(String name) {
        return Arrays.stream(Playing.values())
                .filter(playing -> label(playing).equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(name + " is none of "
                        + Arrays.stream(Playing.values())
                                .map(PlayingName::label)
                                .collect(Collectors.joining(", "))));
    }

    private static String label(Playing playing) {
        return playing.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
