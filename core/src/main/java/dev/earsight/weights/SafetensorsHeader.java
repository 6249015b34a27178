package dev.earsight.weights;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON at the head of a safetensors file: where each tensor lies.
 *
 * @param metadata the strings of {@code __metadata__}
 * @param entries by name, in the order in which their bytes lie
 */
record SafetensorsHeader(SortedMap<String, String> metadata, LinkedHashMap<String, Entry> entries) {
    static final String METADATA = "__metadata__";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The types of value that are read; the names are the format's. */
    enum Dtype {
        I64(8),
        F32(4),
        F16(2),
        BF16(2),
        U8(1);

        final int bytes;

        Dtype(int bytes) {
            this.bytes = bytes;
        }
    }

    /** One tensor: its bytes are {@code begin} (inclusive) to {@code end} (exclusive) of the data. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(Dtype dtype, long[] shape, long begin, long end) {
        int size() {
            return (int) ((end - begin) / dtype.bytes);
        }
    }

    /** The header is not what the format asks for; {@code reason} says how, in words for the user. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    static SafetensorsHeader layOut(SortedMap<String, String> metadata, SortedMap<String, StoredTensor> tensors) {
        List<String> names = new ArrayList<>(tensors.keySet());
        names.sort(Comparator.comparing((String name) -> -dtypeOf(tensors.get(name)).bytes)
                .thenComparing(name -> name));
        LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
        long begin = 0;
        for (String name : names) {
            StoredTensor tensor = tensors.get(name);
            Dtype dtype = dtypeOf(tensor);
            long end = begin + (long) dtype.bytes * (tensor == null ? 0 : tensor.size());
            entries.put(name, new Entry(dtype, tensor == null ? new long[0] : tensor.shape(), begin, end));
            begin = end;
        }
        return new SafetensorsHeader(metadata, entries);
    }

    /** The header's bytes, padded with spaces to a multiple of eight as the format allows. */
    byte[] toJson() {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode words = root.putObject(METADATA);
            metadata.forEach(words::put);
        }
        entries.forEach((name, entry) -> {
            ObjectNode node = root.putObject(name);
            node.put("dtype", entry.dtype().name());
            ArrayNode shape = node.putArray("shape");
            for (long dimension : entry.shape()) {
                shape.add(dimension);
            }
            node.putArray("data_offsets").add(entry.begin()).add(entry.end());
        });
        byte[] json = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    /** Parses and checks: known types, shapes that fit the byte ranges, ranges that fill the data without overlap. */
    static SafetensorsHeader parse(byte[] json, long dataBytes) throws MalformedException {
        if (json[0] != '{') {
            throw new MalformedException("its header does not start with a brace");
        }
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new MalformedException("its header is not JSON: " + e.getOriginalMessage());
        }
        SortedMap<String, String> metadata = new TreeMap<>();
        List<Map.Entry<String, Entry>> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals(METADATA)) {
                for (Map.Entry<String, JsonNode> word : field.getValue().properties()) {
                    if (!word.getValue().isString()) {
                        throw new MalformedException("its metadata '" + word.getKey() + "' is not text");
                    }
                    metadata.put(word.getKey(), word.getValue().stringValue());
                }
            } else {
                found.add(Map.entry(field.getKey(), entry(field.getKey(), field.getValue())));
            }
        }
        found.sort(Comparator.comparingLong(
                        (Map.Entry<String, Entry> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end())
                .thenComparing(Map.Entry::getKey));
        LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
        long expected = 0;
        for (Map.Entry<String, Entry> each : found) {
            if (each.getValue().begin() != expected) {
                throw new MalformedException("tensor '" + each.getKey() + "' "
                        + (each.getValue().begin() < expected ? "overlaps another" : "leaves a gap before it"));
            }
            expected = each.getValue().end();
            entries.put(each.getKey(), each.getValue());
        }
        if (expected != dataBytes) {
            throw new MalformedException("its tensors need " + expected + " bytes but " + dataBytes + " are there");
        }
        return new SafetensorsHeader(metadata, entries);
    }

    private static Entry entry(String name, JsonNode node) throws MalformedException {
        String type = node.path("dtype").asString("");
        Dtype dtype = null;
        for (Dtype known : Dtype.values()) {
            if (known.name().equals(type)) {
                dtype = known;
            }
        }
        if (dtype == null) {
            throw new MalformedException("tensor '" + name + "' has the type '" + type + "', which is not read here");
        }
        long[] shape = wholeNumbers(name, node.path("shape"));
        long[] offsets = wholeNumbers(name, node.path("data_offsets"));
        if (offsets.length != 2 || offsets[1] < offsets[0]) {
            throw new MalformedException("tensor '" + name + "' has no proper byte range");
        }
        long bytes = dtype.bytes;
        try {
            for (long dimension : shape) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException e) {
            throw new MalformedException("the shape of tensor '" + name + "' is too large");
        }
        if (bytes != offsets[1] - offsets[0]) {
            throw new MalformedException("tensor '" + name + "' should have " + bytes + " bytes by its shape but has "
                    + (offsets[1] - offsets[0]));
        }
        if (bytes / dtype.bytes > Integer.MAX_VALUE - 8) {
            throw new MalformedException("tensor '" + name + "' has more values than an array can hold");
        }
        return new Entry(dtype, shape, offsets[0], offsets[1]);
    }

    private static long[] wholeNumbers(String name, JsonNode array) throws MalformedException {
        if (!array.isArray()) {
            throw new MalformedException("tensor '" + name + "' lacks its shape or byte range");
        }
        long[] numbers = new long[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode number = array.get(i);
            if (number == null || !number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
                throw new MalformedException("tensor '" + name + "' has a shape or byte range that is not a count");
            }
            numbers[i] = number.asLong();
        }
        return numbers;
    }

    private static Dtype dtypeOf(@Nullable StoredTensor tensor) {
        return switch (tensor) {
            case LongTensor l -> Dtype.I64;
            case ByteTensor b -> Dtype.U8;
            case FloatTensor f -> Dtype.F32;
            case null -> throw new IllegalStateException("A tensor without values");
        };
    }
}
