package dev.earsight.library;

import dev.earsight.EarsightException;
import dev.earsight.embed.Embedder;
import dev.earsight.embed.Embedding;
import dev.earsight.embed.MomentReader;
import dev.earsight.index.UnitVectors;
import dev.earsight.media.VideoFrame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/** What to look for, made of a file that need not be indexed. */
public final class QueryVectors {
    /** Vectors of a side that a whole video or recording is looked for by; more would say little new. */
    public static final int MOST = 64;

    private QueryVectors() {}

    /**
     * The vectors of a picture, a sound or a video: of its moment {@code atSeconds}, or of all of it, evenly thinned.
     *
     * @param embedder of the network whose vectors are to be searched
     * @param passed told the seconds that have been gone through
     * @throws EarsightException where the file cannot be used, or ends before the moment
     */
    public static List<QueryVector> of(Embedder embedder, Path file, OptionalDouble atSeconds, DoubleConsumer passed) {
        return of(embedder, MomentReader.Source.of(file), atSeconds, passed);
    }

    /** As {@link #of(Embedder, Path, OptionalDouble, DoubleConsumer)}, within limits. */
    public static List<QueryVector> of(Embedder embedder, MomentReader.Source source, OptionalDouble atSeconds) {
        return of(embedder, source, atSeconds, _ -> {});
    }

    private static List<QueryVector> of(
            Embedder embedder, MomentReader.Source source, OptionalDouble atSeconds, DoubleConsumer passed) {
        if (atSeconds.isPresent()) {
            List<Embedding> moment = embedder.at(source, atSeconds.getAsDouble());
            if (moment.isEmpty()) {
                throw new EarsightException(
                        source.sound() + " ends before " + atSeconds.getAsDouble() + " s; give an earlier moment.");
            }
            return moment.stream().map(QueryVectors::query).toList();
        }
        Map<Side, Thinning> sides = new EnumMap<>(Side.class);
        embedder.embed(source, VideoFrame.PER_SECOND, embedding -> {
            sides.computeIfAbsent(Side.of(embedding.kind()), _ -> new Thinning())
                    .add(query(embedding));
            passed.accept(embedding.endSeconds());
        });
        return sides.values().stream().flatMap(side -> side.evenly().stream()).toList();
    }

    private static QueryVector query(Embedding embedding) {
        return new QueryVector(Side.of(embedding.kind()), UnitVectors.unit(embedding.vector()));
    }

    /** Places of at most {@link #MOST} of {@code count} things, evenly over all. */
    static List<Integer> thinned(int count) {
        int kept = Math.min(count, MOST);
        return IntStream.range(0, kept)
                .mapToObj(i -> (int) ((2L * i + 1) * count / (2L * kept)))
                .toList();
    }

    /** Keeps some of a stream of unknown length: every one, then every second, then every fourth. */
    private static final class Thinning {
        private final List<QueryVector> kept = new ArrayList<>();
        private int step = 1;
        private int seen;

        void add(QueryVector next) {
            if (seen++ % step == 0) {
                kept.add(next);
            }
            if (kept.size() == 2 * MOST) {
                step *= 2;
                for (int i = MOST; i > 0; i--) {
                    kept.remove(2 * i - 1);
                }
            }
        }

        List<QueryVector> evenly() {
            return thinned(kept.size()).stream().map(kept::get).toList();
        }
    }
}
