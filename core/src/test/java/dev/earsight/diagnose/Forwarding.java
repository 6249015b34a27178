package dev.earsight.diagnose;

import dev.earsight.media.RgbImage;
import dev.earsight.shard.ClipLibrary;
import java.util.Optional;

/** Clips that differ from others in what is overridden. */
interface Forwarding extends ClipLibrary {
    ClipLibrary clips();

    @Override
    default int size() {
        return clips().size();
    }

    @Override
    default String name(int clip) {
        return clips().name(clip);
    }

    @Override
    default int frameCount(int clip) {
        return clips().frameCount(clip);
    }

    @Override
    default long sampleCount(int clip) {
        return clips().sampleCount(clip);
    }

    @Override
    default RgbImage frame(int clip, int frameIndex) {
        return clips().frame(clip, frameIndex);
    }

    @Override
    default float[] sound(int clip, long startSample, int sampleCount) {
        return clips().sound(clip, startSample, sampleCount);
    }

    @Override
    default Optional<String> truthJson(int clip) {
        return clips().truthJson(clip);
    }
}
