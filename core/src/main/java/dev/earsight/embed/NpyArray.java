package dev.earsight.embed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One array in numpy's {@code .npy} format, version 1.0: little-endian, row-major. Types {@code <f4}, {@code <f8},
 * {@code <i8} and {@code <U} (text, four bytes a character).
 */
public sealed interface NpyArray {
    /** The size of each dimension; empty for a single number. */
    int[] shape();

    /** Numbers of type float32. */
    @SuppressWarnings("ArrayRecordComponent")
    record Floats(int[] shape, float[] values) implements NpyArray {
        /** Checks that shape and values fit. */
        public Floats {
            checkShape(shape, values.length);
        }
    }

    /** Numbers of type float64. */
    @SuppressWarnings("ArrayRecordComponent")
    record Doubles(int[] shape, double[] values) implements NpyArray {
        /** Checks that shape and values fit. */
        public Doubles {
            checkShape(shape, values.length);
        }
    }

    /** Numbers of type int64. */
    @SuppressWarnings("ArrayRecordComponent")
    record Longs(int[] shape, long[] values) implements NpyArray {
        /** Checks that shape and values fit. */
        public Longs {
            checkShape(shape, values.length);
        }
    }

    /** Text; numpy drops zero characters at the end. */
    @SuppressWarnings("ArrayRecordComponent")
    record Texts(int[] shape, String[] values) implements NpyArray {
        /** Checks that shape and values fit. */
        public Texts {
            checkShape(shape, values.length);
        }
    }

    /** A list of rows as a matrix of float32; every row as long as the first. */
    static NpyArray matrix(float[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        float[] values = new float[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new IllegalArgumentException("Row " + i + " has " + rows[i].length + " values, not " + columns);
            }
            System.arraycopy(rows[i], 0, values, i * columns, columns);
        }
        return new Floats(new int[] {rows.length, columns}, values);
    }

    /** A list of numbers. */
    static NpyArray list(double... values) {
        return new Doubles(new int[] {values.length}, values);
    }

    /** A list of whole numbers. */
    static NpyArray list(long... values) {
        return new Longs(new int[] {values.length}, values);
    }

    /** A list of words. */
    static NpyArray list(String... values) {
        return new Texts(new int[] {values.length}, values);
    }

    /** The bytes of an {@code .npy} file. */
    default byte[] toBytes() {
        int width = this instanceof Texts texts
                ? Math.max(
                        1,
                        Arrays.stream(texts.values())
                                .mapToInt(text -> text.codePointCount(0, text.length()))
                                .max()
                                .orElse(1))
                : 0;
        String type = switch (this) {
            case Floats f -> "<f4";
            case Doubles d -> "<f8";
            case Longs l -> "<i8";
            case Texts t -> "<U" + width;
        };
        int bytes = switch (this) {
            case Floats f -> 4 * f.values().length;
            case Doubles d -> 8 * d.values().length;
            case Longs l -> 8 * l.values().length;
            case Texts t -> 4 * width * t.values().length;
        };
        int[] shape = shape();
        String sizes = IntStream.of(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes
                + (shape.length == 1 ? "," : "") + "), }";
        // Magic, version and length take ten bytes; the header ends in a line feed on a multiple of 64.
        int total = (10 + header.length() + 1 + 63) / 64 * 64;
        ByteBuffer buffer = ByteBuffer.allocate(total + bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        buffer.putShort((short) (total - 10));
        buffer.put(header.getBytes(StandardCharsets.US_ASCII));
        while (buffer.position() < total - 1) {
            buffer.put((byte) ' ');
        }
        buffer.put((byte) '\n');
        switch (this) {
            case Floats f -> buffer.asFloatBuffer().put(f.values());
            case Doubles d -> buffer.asDoubleBuffer().put(d.values());
            case Longs l -> buffer.asLongBuffer().put(l.values());
            case Texts t -> {
                for (String text : t.values()) {
                    int[] points = Arrays.copyOf(text.codePoints().toArray(), width);
                    for (int point : points) {
                        buffer.putInt(point);
                    }
                }
            }
        }
        return buffer.array();
    }

    /** Reads the bytes of an {@code .npy} file; throws {@link IllegalArgumentException} saying what is not understood. */
    static NpyArray parse(byte[] file) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 12 || buffer.getLong() != 0x00_01_59_50_4d_55_4e_93L) {
            throw new IllegalArgumentException("it is not an npy file of version 1.0");
        }
        int headerBytes = buffer.getShort() & 0xffff;
        if (headerBytes > buffer.remaining()) {
            throw new IllegalArgumentException("its header is cut short");
        }
        String header = new String(file, 10, headerBytes, StandardCharsets.ISO_8859_1);
        buffer.position(10 + headerBytes);
        String type = found(header, "'descr':\\s*'([^']*)'");
        if (!found(header, "'fortran_order':\\s*(\\w+)").equals("False")) {
            throw new IllegalArgumentException("it is stored column by column");
        }
        int[] shape = Arrays.stream(found(header, "'shape':\\s*\\(([^)]*)\\)").split(","))
                .map(String::strip)
                .filter(size -> !size.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        boolean text = type.matches("<U\\d+");
        int width = text ? Integer.parseInt(type.substring(2)) : 0;
        long bytes = (long) count * (text ? 4 * width : type.equals("<f4") ? 4 : 8);
        if (bytes != buffer.remaining()) {
            throw new IllegalArgumentException("it has " + buffer.remaining() + " bytes of values, not " + bytes);
        }
        if (text) {
            String[] values = new String[count];
            for (int i = 0; i < count; i++) {
                StringBuilder builder = new StringBuilder();
                for (int j = 0; j < width; j++) {
                    int point = buffer.getInt();
                    if (point != 0) {
                        builder.appendCodePoint(point);
                    }
                }
                values[i] = builder.toString();
            }
            return new Texts(shape, values);
        }
        return switch (type) {
            case "<f4" -> {
                float[] values = new float[count];
                buffer.asFloatBuffer().get(values);
                yield new Floats(shape, values);
            }
            case "<f8" -> {
                double[] values = new double[count];
                buffer.asDoubleBuffer().get(values);
                yield new Doubles(shape, values);
            }
            case "<i8" -> {
                long[] values = new long[count];
                buffer.asLongBuffer().get(values);
                yield new Longs(shape, values);
            }
            default -> throw new IllegalArgumentException("its type " + type + " is not read here");
        };
    }

    private static String found(String header, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(header);
        if (!matcher.find()) {
            throw new IllegalArgumentException("its header is not understood: " + header.strip());
        }
        return matcher.group(1);
    }

    private static void checkShape(int[] shape, int size) {
        if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != size) {
            throw new IllegalArgumentException("A shape of " + Arrays.toString(shape) + " cannot hold " + size);
        }
    }
}
