package dev.earsight.library;

import dev.earsight.embed.Embedder;
import dev.earsight.embed.Embedding;
import dev.earsight.index.UnitVectors;
import dev.earsight.index.VectorFile;
import dev.earsight.media.MediaException;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.VideoFrame;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.UnusableSourceException;
import dev.earsight.resume.WorkerTask;
import dev.earsight.shard.UnusableMedia;
import dev.earsight.weights.TrainedNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntConsumer;

/** What the worker processes of {@link Indexing} do: a file to vectors, each with its time as key. */
final class EmbedTask implements WorkerTask<EmbedJob, EmbedAnswer> {
    private final Embedder embedder;
    private final int dimensions;

    /**
     * Loads the network.
     *
     * @param openerClass the class of the {@link EmbedderOpener}
     */
    EmbedTask(String checkpoint, String openerClass) throws ReflectiveOperationException {
        TrainedNetwork.useOneThread();
        TrainedNetwork network = TrainedNetwork.load(Path.of(checkpoint));
        dimensions = network.config().embeddingSize();
        Constructor<?> constructor = Class.forName(openerClass).getDeclaredConstructor();
        constructor.setAccessible(true); // openers are their module's own business
        embedder = ((EmbedderOpener) constructor.newInstance()).open(network);
    }

    @Override
    public Class<EmbedJob> jobType() {
        return EmbedJob.class;
    }

    @Override
    public EmbedAnswer answer(EmbedJob job, IntConsumer progress) throws UnusableSourceException, IOException {
        Path source = Path.of(job.source());
        try (VectorFile.Writer pictures = new VectorFile.Writer(job.vectors(Side.PICTURE), dimensions);
                VectorFile.Writer sounds = new VectorFile.Writer(job.vectors(Side.SOUND), dimensions)) {
            return embedded(source, job.hopFrames(), new Written(pictures, sounds, progress));
        } catch (MediaException e) {
            throw UnusableMedia.of(e, source);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private EmbedAnswer embedded(Path source, int hopFrames, Written written) throws UnusableSourceException {
        MediaInfo info = MediaInfo.probe(source);
        MediaKind kind = info.stillPicture() ? MediaKind.IMAGE : info.hasVideo() ? MediaKind.VIDEO : MediaKind.SOUND;
        String note = "";
        try {
            embedder.embed(source, hopFrames, written::add);
        } catch (MediaException e) {
            // A damaged end does not cost the good seconds before it.
            if (written.count() == 0) {
                throw e;
            }
            note = String.format(
                    Locale.ROOT,
                    "only its first %.0f s can be used: %s",
                    written.endSeconds,
                    UnusableMedia.of(e, source).detail());
        }
        if (written.count() == 0) {
            throw new UnusableSourceException(SkipReason.CORRUPT, "nothing in it can be decoded");
        }
        // Containers may claim anything; what was embedded is there, and up to a hop more.
        double end = written.endSeconds;
        double duration = kind == MediaKind.IMAGE || Double.isNaN(info.durationSeconds())
                ? end
                : Math.clamp(info.durationSeconds(), end, end + hopFrames / (double) VideoFrame.PER_SECOND);
        return new EmbedAnswer(kind, duration, written.pictures.count(), written.sounds.count(), note);
    }

    private static final class Written {
        private final VectorFile.Writer pictures;
        private final VectorFile.Writer sounds;
        private final IntConsumer progress;
        private double endSeconds;

        Written(VectorFile.Writer pictures, VectorFile.Writer sounds, IntConsumer progress) {
            this.pictures = pictures;
            this.sounds = sounds;
            this.progress = progress;
        }

        int count() {
            return pictures.count() + sounds.count();
        }

        void add(Embedding embedding) {
            VectorFile.Writer to = Side.of(embedding.kind()) == Side.PICTURE ? pictures : sounds;
            try {
                to.add(
                        VectorKey.of(embedding.startSeconds(), embedding.endSeconds()),
                        UnitVectors.unit(embedding.vector()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if ((int) embedding.endSeconds() > (int) endSeconds) {
                progress.accept((int) embedding.endSeconds());
            }
            endSeconds = Math.max(endSeconds, embedding.endSeconds());
        }
    }
}
