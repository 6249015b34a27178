package dev.earsight.serve;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of a file's bytes (RFC 9110, section 14).
 *
 * @param first byte in it
 * @param last byte in it
 */
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** The range a header asks for; nothing where it asks for none, several or in a way not known, which means all of the file. */
    static Optional<ByteRange> of(Optional<String> header, long length) {
        Matcher matcher = ONE.matcher(header.orElse(""));
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return Optional.empty();
        }
        boolean fromEnd = matcher.group(1).isEmpty();
        long given = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
        long first = fromEnd ? Math.max(0, length - given) : Long.parseLong(matcher.group(1));
        long last = fromEnd ? length - 1 : Math.min(length - 1, given);
        if (first >= length || last < first) {
            throw new Problem(Problem.Kind.RANGE, String.format(Locale.ROOT, "The file has %d bytes.", length));
        }
        return Optional.of(new ByteRange(first, last));
    }

    long length() {
        return last - first + 1;
    }
}
