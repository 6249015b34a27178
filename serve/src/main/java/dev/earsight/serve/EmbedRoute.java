package dev.earsight.serve;

import dev.earsight.embed.Embedder;
import dev.earsight.embed.Embedding;
import dev.earsight.embed.MomentReader;
import dev.earsight.media.VideoFrame;
import dev.earsight.shard.FlowEstimator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code POST /v1/embed}. */
final class EmbedRoute {
    private static final int MOST_MOMENTS = 3600;

    private final Networks networks;
    private final Workers workers;
    private final Limits limits;

    EmbedRoute(Networks networks, Workers workers, Limits limits) {
        this.networks = networks;
        this.workers = workers;
        this.limits = limits;
    }

    /** The answer. */
    record Embeddings(int dimensions, List<Vector> embeddings) {}

    /** A vector with its time. */
    @SuppressWarnings("ArrayRecordComponent") // written once
    record Vector(String side, double startSeconds, double endSeconds, float[] vector) {
        static Vector of(Embedding embedding) {
            return new Vector(
                    Fields.word(embedding.kind()),
                    embedding.startSeconds(),
                    embedding.endSeconds(),
                    embedding.vector());
        }
    }

    Answer answer(Request request) throws InterruptedException {
        Networks.Loaded network = networks.requireEmbedding();
        workers.requireRoom();
        Form form = request.form();
        int hopFrames = (int) Math.round(form.fields().number("hopSeconds", 0.04, 60, 1) * VideoFrame.PER_SECOND);
        var file = form.file("file").orElseThrow(() -> Problem.badRequest("Give a 'file': a picture, sound or video."));
        return workers.run(() -> {
            GivenMedia media = GivenMedia.of(file, limits);
            List<Vector> vectors = new ArrayList<>();
            try (FlowEstimator flow = networks.flow(network)) {
                new Embedder(network.asked(), flow)
                        .embed(
                                new MomentReader.Source(
                                        media.path(), media.path(), GivenMedia.decoding(limits, limits.decodeTime())),
                                hopFrames,
                                embedding -> {
                                    requireFew(embedding.startSeconds() * VideoFrame.PER_SECOND / hopFrames);
                                    vectors.add(Vector.of(embedding));
                                });
            }
            return new Answer.Json(new Embeddings(network.asked().config().embeddingSize(), vectors));
        });
    }

    private static void requireFew(double moments) {
        if (moments > MOST_MOMENTS) {
            throw new Problem(
                    Problem.Kind.TOO_LONG,
                    String.format(
                            Locale.ROOT,
                            "That is more than %d moments; ask for fewer with a larger 'hopSeconds', or index the file.",
                            MOST_MOMENTS));
        }
    }
}
