package dev.earsight.clip;

import dev.earsight.media.RgbImage;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.shard.ForwardingClips;

/** Other clips, each of which shows its frame 0 all the time. */
class StillClips extends ForwardingClips {
    StillClips(ClipLibrary clips) {
        super(clips);
    }

    @Override
    public RgbImage frame(int clip, int frameIndex) {
        return super.frame(clip, 0);
    }
}
