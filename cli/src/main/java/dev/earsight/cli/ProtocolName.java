package dev.earsight.cli;

import dev.earsight.protocol.Protocol;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Protocols by the names users know. */
final class ProtocolName implements ITypeConverter<Protocol> {
    @Override
    public Protocol convert(String name) {
        return Arrays.stream(Protocol.values())
                .filter(protocol -> protocol.label().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(name + " is none of "
                        + Arrays.stream(Protocol.values()).map(Protocol::label).collect(Collectors.joining(", "))));
    }
}
