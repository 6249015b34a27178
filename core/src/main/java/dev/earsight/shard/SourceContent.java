package dev.earsight.shard;

import java.util.List;

/**
 * What was kept of one source.
 *
 * @param durationSeconds how much of it is usable, over all clips
 * @param clips its stretches, in order; the first starts at the source's first frame
 * @param truth whether ground truth lay beside it
 * @param notes what a user should know, such as a missing end
 */
record SourceContent(double durationSeconds, List<Manifest.Clip> clips, boolean truth, List<String> notes) {
    SourceContent {
        clips = List.copyOf(clips);
        notes = List.copyOf(notes);
    }
}
