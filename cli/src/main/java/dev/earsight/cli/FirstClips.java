package dev.earsight.cli;

import dev.earsight.media.RgbImage;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.shard.FlowStack;
import java.util.Optional;

/** The first clips of a library only; parts of different sizes hold one another. */
record FirstClips(ClipLibrary all, int size) implements ClipLibrary {
    @Override
    public String name(int clip) {
        return all.name(clip);
    }

    @Override
    public String source(int clip) {
        return all.source(clip);
    }

    @Override
    public int startFrame(int clip) {
        return all.startFrame(clip);
    }

    @Override
    public int frameCount(int clip) {
        return all.frameCount(clip);
    }

    @Override
    public int frameStep(int clip) {
        return all.frameStep(clip);
    }

    @Override
    public long sampleCount(int clip) {
        return all.sampleCount(clip);
    }

    @Override
    public RgbImage frame(int clip, int frameIndex) {
        return all.frame(clip, frameIndex);
    }

    @Override
    public boolean hasFlow(int clip, int frameIndex, int fields) {
        return all.hasFlow(clip, frameIndex, fields);
    }

    @Override
    public FlowStack flow(int clip, int frameIndex, int fields) {
        return all.flow(clip, frameIndex, fields);
    }

    @Override
    public float[] sound(int clip, long startSample, int sampleCount) {
        return all.sound(clip, startSample, sampleCount);
    }

    @Override
    public Optional<String> truthJson(int clip) {
        return all.truthJson(clip);
    }
}
