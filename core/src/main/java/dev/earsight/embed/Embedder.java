package dev.earsight.embed;

import dev.earsight.EarsightException;
import dev.earsight.clip.LogSpectrogram;
import dev.earsight.clip.PictureInput;
import dev.earsight.media.ImageFile;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.RgbImage;
import dev.earsight.media.VideoFrame;
import dev.earsight.net.Model;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.weights.AskedNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Embeds files: the same file gives the same vectors, whatever was embedded before it. For one thread at a time.
 *
 * <p>Pictures are squashed to the network's square, sounds are one-second windows; AVOL-Net has no single vector for a
 * picture and is refused.
 */
public final class Embedder {
    private final AskedNetwork network;
    private final PictureInput input;
    private final PictureWindow window;
    private final LogSpectrogram spectrogram = new LogSpectrogram();

    /** Embeds with this network, which does not see flow and stays the caller's to close. */
    public Embedder(AskedNetwork network) {
        this(network, FlowEstimator.none());
    }

    /** Embeds with this network and, where it sees flow, with what {@code flow} finds; both stay the caller's to close. */
    public Embedder(AskedNetwork network, FlowEstimator flow) {
        this.network = network;
        input = MomentReader.inputOf(network.config());
        window = new PictureWindow(input, flow);
        if (network.model() == Model.AVOL) {
            throw new EarsightException("AVOL-Net has a vector for every place of a picture, not one for the whole; "
                    + "embed with a run of --model ave.");
        }
    }

    /**
     * Embeds a video (pictures and sounds), a sound file or a picture file. Near the ends, where several moments share the
     * first or last second of sound, it is embedded once.
     *
     * @param hopFrames frames of the 25 frames-per-second grid from one embedding to the next
     * @param found receives the embeddings in order of time
     */
    public void embed(Path file, int hopFrames, Consumer<Embedding> found) {
        embed(MomentReader.Source.of(file), hopFrames, found);
    }

    /** As {@link #embed(Path, int, Consumer)}, within limits. */
    public void embed(MomentReader.Source source, int hopFrames, Consumer<Embedding> found) {
        if (MediaInfo.probe(source.pictures(), source.decoding()).stillPicture()) {
            found.accept(picture(source));
            return;
        }
        try (MomentReader moments = MomentReader.open(source, hopFrames, input)) {
            long lastStartSample = -1;
            for (Optional<Moment> next = moments.next(); next.isPresent(); next = moments.next()) {
                Moment moment = next.get();
                picture(moment, moments).ifPresent(found);
                if (moment.sound().isPresent() && moment.sound().get().startSample() != lastStartSample) {
                    lastStartSample = moment.sound().get().startSample();
                    found.accept(sound(moment.sound().get()));
                }
            }
        }
    }

    /**
     * Embeds one moment of a video or a sound file: the picture shown then and the second of sound around it, as far as there are
     * any; of a picture file, the picture.
     */
    public List<Embedding> at(MomentReader.Source source, double seconds) {
        if (MediaInfo.probe(source.pictures(), source.decoding()).stillPicture()) {
            return List.of(picture(source));
        }
        try (MomentReader moments = MomentReader.open(source, 1, input)) {
            moments.skipTo((int) Math.round(seconds * VideoFrame.PER_SECOND));
            return moments.next().stream()
                    .flatMap(moment ->
                            Stream.concat(picture(moment, moments).stream(), moment.sound().map(this::sound).stream()))
                    .toList();
        }
    }

    private Embedding picture(MomentReader.Source source) {
        return new Embedding(
                Embedding.Kind.PICTURE, 0, 0, picture(ImageFile.read(source.pictures(), source.decoding())));
    }

    private Optional<Embedding> picture(Moment moment, MomentReader moments) {
        return moment.picture()
                .map(_ -> new Embedding(
                        Embedding.Kind.PICTURE,
                        moment.seconds(),
                        moment.seconds(),
                        vector(window.of(moments.shown()))));
    }

    private Embedding sound(Moment.Window heard) {
        return new Embedding(Embedding.Kind.SOUND, heard.startSeconds(), heard.endSeconds(), sound(heard.samples()));
    }

    /** The vector of a picture of any size. */
    public float[] picture(RgbImage image) {
        return vector(window.still(image));
    }

    private float[] vector(float[] planes) {
        return network.pictures(planes, 1)[0];
    }

    /** The vector of a second of sound: 48,000 samples. */
    public float[] sound(float[] samples) {
        return network.sounds(spectrogram.of(samples), 1)[0];
    }
}
