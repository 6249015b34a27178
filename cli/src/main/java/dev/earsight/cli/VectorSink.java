package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.embed.Embedding;
import dev.earsight.embed.JsonLines;
import dev.earsight.embed.NpyArray;
import dev.earsight.embed.NpzFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Where vectors go; {@link #finish} when all are there. */
sealed interface VectorSink extends AutoCloseable {
    /** One more vector, of this file. */
    void accept(Path file, Embedding embedding);

    /** All are there; answers how many. */
    long finish();

    @Override
    void close();

    /** A sink for the file, by its ending; standard output without one. */
    static VectorSink to(@Nullable Path out) {
        if (out == null) {
            return new Printed(System.out);
        }
        String name = out.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npz")) {
            return new Arrays(out);
        }
        if (name.endsWith(".jsonl")) {
            return new Lines(JsonLines.create(out));
        }
        throw new EarsightException("--out " + out + " must end in .npz or .jsonl.");
    }

    private static Map<String, Object> object(Path file, Embedding embedding) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", file.toString());
        object.put("kind", kind(embedding));
        object.put("start_seconds", embedding.startSeconds());
        object.put("end_seconds", embedding.endSeconds());
        object.put("vector", embedding.vector());
        return object;
    }

    private static String kind(Embedding embedding) {
        return embedding.kind().name().toLowerCase(Locale.ROOT);
    }

    /** JSON lines on a stream that stays open. */
    final class Printed implements VectorSink {
        private final JsonMapper mapper = JsonMapper.builder().build();
        private final PrintStream stream;
        private long count;

        Printed(PrintStream stream) {
            this.stream = stream;
        }

        @Override
        public void accept(Path file, Embedding embedding) {
            stream.print(mapper.writeValueAsString(object(file, embedding)) + "\n");
            if (stream.checkError()) {
                throw new CancellationException("standard output was closed");
            }
            count++;
        }

        @Override
        public long finish() {
            return count;
        }

        @Override
        public void close() {
            stream.flush();
        }
    }

    /** JSON lines in a file. */
    final class Lines implements VectorSink {
        private final JsonLines lines;
        private long count;

        Lines(JsonLines lines) {
            this.lines = lines;
        }

        @Override
        public void accept(Path file, Embedding embedding) {
            lines.write(object(file, embedding));
            count++;
        }

        @Override
        public long finish() {
            return count;
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    /** Arrays for numpy, written at the end. */
    final class Arrays implements VectorSink {
        private final Path out;
        private final List<float[]> vectors = new ArrayList<>();
        private final List<String> kinds = new ArrayList<>();
        private final List<String> files = new ArrayList<>();
        private final List<Double> starts = new ArrayList<>();
        private final List<Double> ends = new ArrayList<>();

        Arrays(Path out) {
            this.out = out;
        }

        @Override
        public void accept(Path file, Embedding embedding) {
            vectors.add(embedding.vector());
            kinds.add(kind(embedding));
            files.add(file.toString());
            starts.add(embedding.startSeconds());
            ends.add(embedding.endSeconds());
        }

        @Override
        public long finish() {
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            arrays.put("vectors", NpyArray.matrix(vectors.toArray(new float[0][])));
            arrays.put("kind", NpyArray.list(kinds.toArray(new String[0])));
            arrays.put("file", NpyArray.list(files.toArray(new String[0])));
            arrays.put("start_seconds", NpyArray.list(numbers(starts)));
            arrays.put("end_seconds", NpyArray.list(numbers(ends)));
            NpzFile.write(out, arrays);
            return vectors.size();
        }

        @Override
        public void close() {
            // Written when all are there: half of them under the name of all would mislead.
        }

        private static double[] numbers(List<Double> values) {
            return values.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }
}
