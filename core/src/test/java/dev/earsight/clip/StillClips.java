package dev.earsight.clip;

import dev.earsight.media.RgbImage;
import dev.earsight.shard.ClipLibrary;
import java.util.Optional;

/** Other clips, each of which shows its frame 0 all the time. */
class StillClips implements ClipLibrary {
    private final ClipLibrary clips;

    StillClips(ClipLibrary clips) {
        this.clips = clips;
    }

    @Override
    public int size() {
        return clips.size();
    }

    @Override
    public String name(int clip) {
        return clips.name(clip);
    }

    @Override
    public int frameCount(int clip) {
        return clips.frameCount(clip);
    }

    @Override
    public long sampleCount(int clip) {
        return clips.sampleCount(clip);
    }

    @Override
    public RgbImage frame(int clip, int frameIndex) {
        return clips.frame(clip, 0);
    }

    @Override
    public float[] sound(int clip, long startSample, int sampleCount) {
        return clips.sound(clip, startSample, sampleCount);
    }

    @Override
    public Optional<String> truthJson(int clip) {
        return clips.truthJson(clip);
    }
}
