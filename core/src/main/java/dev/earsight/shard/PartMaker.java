package dev.earsight.shard;

import dev.earsight.media.JpegCodec;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.resume.Json;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.UnusableSourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one source into a part file, a second at a time, and judges whether it can be used at all: frames and sound end
 * together, a clip lasts at least a second, something is heard and something moves.
 */
final class PartMaker {
    private static final int FRAMES = 25;
    /** -70 dB of full scale: ten steps of 16-bit sound, above dither, below any recording. */
    private static final float SILENCE = 3.16e-4f;

    private final DecodeJob job;
    private final KeepOptions keep;
    private final JpegCodec codec;
    private final StillPicture picture = new StillPicture();
    private final List<Manifest.Clip> clips = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final float[] samples = new float[Sound.SAMPLE_RATE_HZ];
    private @Nullable RgbImage encodedFrame;
    private byte[] encoded = new byte[0];
    private float peak;
    private boolean soundEndsEarly;
    private double longestSeconds;
    private int seconds;
    private int clipStart;
    private int clipFrames;
    private long clipSamples;
    private Optional<UnusableSourceException> damage = Optional.empty();

    private PartMaker(DecodeJob job, JpegCodec codec) {
        this.job = job;
        this.codec = codec;
        this.keep = job.options();
    }

    /**
     * Writes the part.
     *
     * @param progress told the seconds decoded so far after each
     * @throws UnusableSourceException where nothing of the source can be used
     */
    static SourceContent make(SourceDecoder.Opener opener, DecodeJob job, IntConsumer progress)
            throws UnusableSourceException, IOException {
        try (PartWriter part = new PartWriter(Path.of(job.part()), job.id());
                JpegCodec codec = new JpegCodec();
                SourceDecoder decoder =
                        opener.open(Path.of(job.source()), job.options().shortSidePixels())) {
            return new PartMaker(job, codec).write(decoder, part, progress);
        }
    }

    /** {@code source.json}: a record, because maps of Java's have another order in every process. */
    private record Described(String id, SourceContent content) {}

    private SourceContent write(SourceDecoder decoder, PartWriter part, IntConsumer progress)
            throws UnusableSourceException, IOException {
        boolean more = true;
        while (more && seconds < keep.maxSourceSeconds()) {
            more = second(decoder, part);
            progress.accept(++seconds);
            if (clipFrames == keep.clipSeconds() * FRAMES) {
                endClip(part);
            }
        }
        if (clipFrames > 0) {
            endClip(part);
        }
        judge(decoder, more);
        byte[] truth = new byte[0];
        if (job.truth().isPresent()) {
            truth = Files.readAllBytes(Path.of(job.truth().get()));
            part.document("truth.json", truth);
        }
        SourceContent content =
                new SourceContent(usableSeconds(), clips, job.truth().isPresent(), notes);
        part.document(
                "source.json",
                Json.LINE.writeValueAsString(new Described(job.id(), content)).getBytes(StandardCharsets.UTF_8));
        return content;
    }

    /** Adds one more second, or what there is of it; false where the source ends. */
    private boolean second(SourceDecoder decoder, PartWriter part) throws IOException, UnusableSourceException {
        List<RgbImage> frames = new ArrayList<>(FRAMES);
        int heard = 0;
        try {
            boolean more = true;
            while (more && frames.size() < FRAMES) {
                Optional<RgbImage> frame = decoder.nextFrame();
                frame.ifPresent(frames::add);
                more = frame.isPresent();
            }
            heard = decoder.readSound(samples, 0, samples.length);
        } catch (UnusableSourceException e) {
            // A damaged end does not cost the good seconds before it.
            damage = Optional.of(e);
            if (seconds == 0) {
                throw e;
            }
        }
        int frameCount = Math.min(frames.size(), Math.ceilDiv(heard, Sound.SAMPLES_PER_FRAME));
        int sampleCount = Math.min(heard, frameCount * Sound.SAMPLES_PER_FRAME);
        boolean whole = frameCount == FRAMES && sampleCount == samples.length;
        if (!whole && damage.isEmpty()) {
            ended(decoder, frames.size(), heard);
        }
        if (clipFrames == 0 && !whole) {
            return false; // a clip lasts at least a second
        }
        for (int i = 0; i < frameCount; i++) {
            picture.show(frames.get(i));
            if ((clipFrames + i) % keep.frameStep() == 0) {
                part.frame(clipFrames + i, jpeg(frames.get(i)));
            }
        }
        for (int i = 0; i < sampleCount; i++) {
            peak = Math.max(peak, Math.abs(samples[i]));
        }
        part.sound(samples, sampleCount);
        clipFrames += frameCount;
        clipSamples += sampleCount;
        return whole;
    }

    /** Looks whether one of picture and sound goes on where the other has ended. */
    private void ended(SourceDecoder decoder, int frames, int heard) throws UnusableSourceException {
        boolean pictureGoesOn = frames > heard / Sound.SAMPLES_PER_FRAME + 5
                || frames == FRAMES && decoder.nextFrame().isPresent();
        if (pictureGoesOn) {
            soundEndsEarly = true;
            notes.add(String.format(
                    Locale.ROOT, "sound ends after %.2f s, before the picture", seconds + heard / 48000.0));
        }
        longestSeconds = seconds + Math.max(frames / (double) FRAMES, heard / (double) Sound.SAMPLE_RATE_HZ);
        if (seconds == 0 && heard == samples.length) {
            for (int more = heard; more == samples.length && longestSeconds < 60; longestSeconds += more / 48000.0) {
                more = decoder.readSound(samples, 0, samples.length);
            }
        }
    }

    /** The frame as JPEG; a picture shown for several frames of the grid is encoded once. */
    private byte[] jpeg(RgbImage frame) {
        if (encodedFrame != frame) {
            encodedFrame = frame;
            encoded = codec.encode(frame, keep.jpegQuality());
        }
        return encoded;
    }

    private void endClip(PartWriter part) throws IOException {
        part.endClip();
        clips.add(new Manifest.Clip(clipStart, clipFrames, clipSamples));
        clipStart += clipFrames;
        clipFrames = 0;
        clipSamples = 0;
    }

    private double usableSeconds() {
        return clips.stream().mapToLong(Manifest.Clip::samples).sum() / (double) Sound.SAMPLE_RATE_HZ;
    }

    private void judge(SourceDecoder decoder, boolean more) throws UnusableSourceException {
        double usable = usableSeconds();
        double declared = decoder.declaredSeconds().orElse(usable);
        if (clips.isEmpty()) {
            if (!soundEndsEarly && longestSeconds < 60 && declared > longestSeconds + 0.5) {
                throw new UnusableSourceException(
                        SkipReason.TRUNCATED,
                        String.format(Locale.ROOT, "less than 1 s of %.1f s could be decoded", declared));
            }
            throw new UnusableSourceException(
                    SkipReason.TOO_SHORT,
                    notes.isEmpty() ? "picture and sound together last less than 1 s" : notes.getFirst());
        }
        if (picture.still()) {
            throw new UnusableSourceException(SkipReason.STILL_PICTURE, "all its frames are the same");
        }
        if (peak < SILENCE) {
            throw new UnusableSourceException(SkipReason.SILENT, "no sample is above -70 dB of full scale");
        }
        if (decoder.damagedPackets() > 0) {
            notes.add(decoder.damagedPackets() + " damaged packets were passed over");
        }
        if (more) {
            notes.add("only the first " + keep.maxSourceSeconds() + " s are used");
        } else if (damage.isPresent()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "damaged after %.2f s: %s",
                    usable,
                    damage.get().detail()));
        } else if (declared > usable + 1 && !soundEndsEarly) {
            notes.add(String.format(Locale.ROOT, "cut off: %.2f of %.2f s could be decoded", usable, declared));
        }
    }
}
