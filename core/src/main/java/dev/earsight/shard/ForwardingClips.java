package dev.earsight.shard;

import dev.earsight.media.RgbImage;
import java.util.Optional;

/** The clips of another library as they are, for those that change one thing about them. */
public abstract class ForwardingClips implements ClipLibrary {
    private final ClipLibrary clips;

    /** Hands every question on to {@code clips}. */
    protected ForwardingClips(ClipLibrary clips) {
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
    public String source(int clip) {
        return clips.source(clip);
    }

    @Override
    public int startFrame(int clip) {
        return clips.startFrame(clip);
    }

    @Override
    public int frameCount(int clip) {
        return clips.frameCount(clip);
    }

    @Override
    public int frameStep(int clip) {
        return clips.frameStep(clip);
    }

    @Override
    public long sampleCount(int clip) {
        return clips.sampleCount(clip);
    }

    @Override
    public RgbImage frame(int clip, int frameIndex) {
        return clips.frame(clip, frameIndex);
    }

    @Override
    public boolean hasFlow(int clip, int frameIndex, int fields) {
        return clips.hasFlow(clip, frameIndex, fields);
    }

    @Override
    public FlowStack flow(int clip, int frameIndex, int fields) {
        return clips.flow(clip, frameIndex, fields);
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
