package dev.earsight.clip;

import dev.earsight.media.RgbImage;
import dev.earsight.shard.ClipLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Clips of which only the lengths matter: pictures are one grey pixel, sound is silence. */
final class TimesOnly implements ClipLibrary {
    private record Clip(String source, int frames, long samples, int step) {}

    private final List<Clip> clips = new ArrayList<>();

    TimesOnly add(String source, int frames, long samples, int step) {
        clips.add(new Clip(source, frames, samples, step));
        return this;
    }

    @Override
    public int size() {
        return clips.size();
    }

    @Override
    public String name(int clip) {
        return source(clip) + "/" + clip;
    }

    @Override
    public String source(int clip) {
        return clips.get(clip).source;
    }

    @Override
    public int frameStep(int clip) {
        return clips.get(clip).step;
    }

    @Override
    public int frameCount(int clip) {
        return clips.get(clip).frames;
    }

    @Override
    public long sampleCount(int clip) {
        return clips.get(clip).samples;
    }

    @Override
    public RgbImage frame(int clip, int frameIndex) {
        return new RgbImage(1, 1, new byte[] {127, 127, 127});
    }

    @Override
    public float[] sound(int clip, long startSample, int sampleCount) {
        return new float[sampleCount];
    }

    @Override
    public Optional<String> truthJson(int clip) {
        return Optional.empty();
    }
}
