package dev.earsight.serve;

import dev.earsight.embed.Embedder;
import dev.earsight.embed.MomentReader;
import dev.earsight.index.UnitVectors;
import dev.earsight.library.Hit;
import dev.earsight.library.Library;
import dev.earsight.library.LibraryFile;
import dev.earsight.library.LibraryInfo;
import dev.earsight.library.MediaKind;
import dev.earsight.library.QueryVector;
import dev.earsight.library.QueryVectors;
import dev.earsight.library.SearchFilter;
import dev.earsight.library.SearchQuery;
import dev.earsight.library.Side;
import dev.earsight.media.DecodeOptions;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.RgbImage;
import dev.earsight.shard.FlowEstimator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** {@code POST /v1/search}. */
final class SearchRoute {
    private enum In {
        IMAGES,
        SOUNDS,
        VIDEOS,
        ALL
    }

    private enum Find {
        PICTURES,
        SOUNDS,
        ALL
    }

    private enum Asks {
        PICTURE,
        SOUND,
        BOTH;

        boolean takes(Side side) {
            return this == BOTH || name().equals(side.name());
        }
    }

    /** A question in JSON. */
    @SuppressWarnings("ArrayRecordComponent") // read once
    record Question(
            Optional<float[]> vector,
            Optional<String> id,
            Optional<Double> at,
            Optional<String> side,
            Optional<double[]> box,
            Optional<String> find,
            Optional<String> in,
            Optional<String> folder,
            Optional<Integer> k) {
        /** Its settings, read as a form's are. */
        Fields fields() {
            Map<String, Optional<?>> all =
                    Map.of("at", at, "side", side, "find", find, "in", in, "folder", folder, "k", k, "id", id);
            return new Fields(name -> name.equals("box")
                    ? box.map(Question::joined)
                    : all.getOrDefault(name, Optional.empty()).map(Object::toString));
        }

        private static String joined(double[] numbers) {
            StringBuilder text = new StringBuilder();
            for (double number : numbers) {
                text.append(text.isEmpty() ? "" : ",").append(number);
            }
            return text.toString();
        }
    }

    /** The answer. */
    record Found(Asked query, List<FoundHit> hits, long vectors, double embedMilliseconds, double searchMilliseconds) {}

    /** What the query was taken as. */
    record Asked(String kind, List<String> sides, int moments, OptionalDouble seconds) {}

    /** A hit with what it is called and where it can be had. */
    record FoundHit(
            String id,
            String path,
            String folder,
            String kind,
            String side,
            double startSeconds,
            double endSeconds,
            double bestSeconds,
            Optional<Double> durationSeconds,
            double score,
            MediaLinks links) {}

    /** Vectors that ask, and what they were made of. */
    private record Made(String kind, List<QueryVector> vectors, OptionalDouble at, Optional<String> itself) {}

    private final Networks networks;
    private final LibraryAccess library;
    private final MediaSources sources;
    private final Workers workers;
    private final Limits limits;

    SearchRoute(Networks networks, LibraryAccess library, MediaSources sources, Workers workers, Limits limits) {
        this.networks = networks;
        this.library = library;
        this.sources = sources;
        this.workers = workers;
        this.limits = limits;
    }

    Answer answer(Request request) throws InterruptedException {
        Library open = library.require();
        workers.requireRoom();
        if (request.isJson()) {
            Question question = request.json(Question.class);
            return workers.run(() -> search(open, question.fields(), fields -> ofQuestion(open, question, fields)));
        }
        Form form = request.form();
        return workers.run(() -> search(open, form.fields(), fields -> ofFile(form, fields)));
    }

    private interface Maker {
        Made make(Fields fields);
    }

    private Answer search(Library open, Fields fields, Maker maker) {
        Find find = fields.choice("find", Find.ALL);
        In in = fields.choice("in", In.ALL);
        Asks asks = fields.choice("side", Asks.BOTH);
        int k = fields.whole("k", 1, 1000, 30);
        SearchFilter filter = SearchFilter.ALL
                .withSides(
                        switch (find) {
                            case PICTURES -> Set.of(Side.PICTURE);
                            case SOUNDS -> Set.of(Side.SOUND);
                            case ALL -> EnumSet.allOf(Side.class);
                        })
                .withKinds(
                        switch (in) {
                            case IMAGES -> Set.of(MediaKind.IMAGE);
                            case SOUNDS -> Set.of(MediaKind.SOUND);
                            case VIDEOS -> Set.of(MediaKind.VIDEO);
                            case ALL -> EnumSet.allOf(MediaKind.class);
                        });
        Optional<String> folder = fields.optional("folder").map(given -> folder(open.info(), given));
        if (folder.isPresent()) {
            filter = filter.withFolder(folder.get());
        }
        long start = System.nanoTime();
        Made made = maker.make(fields);
        List<QueryVector> vectors = made.vectors().stream()
                .filter(vector -> asks.takes(vector.side()))
                .toList();
        if (vectors.isEmpty()) {
            throw Problem.badRequest("The query has no " + Fields.word(asks) + " to ask with; choose another 'side'.");
        }
        if (made.itself().isPresent()) {
            filter = filter.withoutFile(made.itself().get());
        }
        long embedded = System.nanoTime();
        List<Hit> hits = open.search(new SearchQuery(vectors, filter, k));
        Map<Integer, String> roots = LibraryAccess.rootNames(open.info());
        List<FoundHit> told = hits.stream().map(hit -> told(open, roots, hit)).toList();
        return new Answer.Json(new Found(
                new Asked(
                        made.kind(),
                        vectors.stream()
                                .map(vector -> vector.side().label())
                                .distinct()
                                .toList(),
                        vectors.size(),
                        made.at()),
                told,
                library.counts().vectors(),
                (embedded - start) / 1000 / 1e3,
                (System.nanoTime() - embedded) / 1000 / 1e3));
    }

    private static FoundHit told(Library library, Map<Integer, String> roots, Hit hit) {
        return new FoundHit(
                hit.fileId(),
                hit.path(),
                roots.getOrDefault(hit.root(), ""),
                hit.kind().label(),
                hit.side().label(),
                hit.startSeconds(),
                hit.endSeconds(),
                hit.bestSeconds(),
                library.file(hit.fileId()).map(LibraryFile::durationSeconds).filter(seconds -> seconds > 0),
                hit.score(),
                MediaLinks.of(hit.fileId(), hit.kind()));
    }

    /** A folder as clients name it: below any root, or with a root's name in front. It is only compared with the index's paths. */
    static String folder(LibraryInfo info, String given) {
        if (given.startsWith("/")
                || given.contains("\\")
                || given.contains("\0")
                || given.matches("(.*/)?\\.\\.(/.*)?")) {
            throw Problem.badRequest("'folder' is a folder as in 'path', with '/' between its parts.");
        }
        Map<Integer, String> names = LibraryAccess.rootNames(info);
        return info.roots().stream()
                .filter(root ->
                        given.equals(names.get(root.number())) || given.startsWith(names.get(root.number()) + "/"))
                .findFirst()
                .map(root -> root.path()
                        + given.substring(names.getOrDefault(root.number(), "").length()))
                .orElse(given);
    }

    private Made ofQuestion(Library open, Question question, Fields fields) {
        if (question.vector().isPresent() == question.id().isPresent()) {
            throw Problem.badRequest("Give either a 'vector' or an 'id' of the index.");
        }
        if (question.vector().isPresent()) {
            return new Made(
                    "vector",
                    List.of(ofVector(open, question.vector().get(), fields)),
                    OptionalDouble.empty(),
                    Optional.empty());
        }
        String id = question.id().get();
        LibraryFile file = open.file(id)
                .orElseThrow(() -> Problem.notFound("No file of that id is in the index, or it is not where it was."));
        OptionalDouble at = fields.number("at", 0, 1e7);
        Optional<Crop> crop = crop(fields);
        List<QueryVector> vectors = crop.isPresent()
                ? ofCrop(GivenMedia.of(library.requirePath(id), limits), at, crop.get())
                : at.isPresent() ? open.vectorsAt(id, at.getAsDouble()) : open.vectorsOf(id);
        return new Made(file.kind().map(MediaKind::label).orElse("video"), vectors, at, Optional.of(id));
    }

    private static QueryVector ofVector(Library open, float[] vector, Fields fields) {
        int dimensions = open.info().dimensions();
        if (vector.length != dimensions) {
            throw Problem.badRequest("The index has vectors of " + dimensions + " numbers.");
        }
        double length = 0;
        for (float number : vector) {
            length += (double) number * number;
        }
        if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
            throw Problem.badRequest("A vector of only zeros, or of more than numbers, points nowhere.");
        }
        Asks side = fields.choice("side", Asks.BOTH);
        if (side == Asks.BOTH) {
            throw Problem.badRequest("Say the 'side' of the vector: picture or sound.");
        }
        return new QueryVector(Side.valueOf(side.name()), UnitVectors.unit(vector));
    }

    private Made ofFile(Form form, Fields fields) {
        GivenMedia media = sources.given(form, "file")
                .orElseThrow(() -> Problem.badRequest("Give a 'file': a picture, a sound or a video."));
        OptionalDouble at = fields.number("at", 0, 1e7);
        Optional<Crop> crop = crop(fields);
        MediaInfo info = media.info();
        String kind = info.stillPicture() ? "image" : info.hasVideo() ? "video" : "sound";
        if (crop.isPresent()) {
            return new Made(kind, ofCrop(media, at, crop.get()), at, Optional.empty());
        }
        try (Asker asker = new Asker()) {
            MomentReader.Source source = new MomentReader.Source(media.path(), media.path(), decoding());
            return new Made(kind, QueryVectors.of(asker.embedder, source, at), at, Optional.empty());
        }
    }

    private List<QueryVector> ofCrop(GivenMedia media, OptionalDouble at, Crop crop) {
        RgbImage picture = sources.read(new MediaSources.Picture(media, at.orElse(0)), decoding());
        try (Asker asker = new Asker()) {
            return List.of(new QueryVector(Side.PICTURE, UnitVectors.unit(asker.embedder.picture(crop.of(picture)))));
        }
    }

    private static Optional<Crop> crop(Fields fields) {
        return fields.optional("box").map(Crop::parse);
    }

    private DecodeOptions decoding() {
        return GivenMedia.decoding(limits, limits.decodeTime());
    }

    /** An embedder for one question. */
    private final class Asker implements AutoCloseable {
        private final FlowEstimator flow;
        private final Embedder embedder;

        Asker() {
            Networks.Loaded network = networks.requireEmbedding();
            flow = networks.flow(network);
            embedder = new Embedder(network.asked(), flow);
        }

        @Override
        public void close() {
            flow.close();
        }
    }
}
