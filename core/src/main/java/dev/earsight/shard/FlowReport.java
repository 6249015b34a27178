package dev.earsight.shard;

import java.util.List;
import java.util.Locale;

/**
 * How the making of flow ended.
 *
 * @param clips clips with flow
 * @param fields fields kept of all clips
 * @param computed fields found in this run
 * @param bytes size of all fields on the disk
 * @param cuts how many fields lead from one scene into another
 * @param moments kept frames that a whole stack of {@link FlowStack#PAPER_FIELDS} fields follows in the clip
 * @param cutMoments those of them with a cut among the fields, which are not used
 * @param tooShort names of clips shorter than a stack
 * @param withoutMoment names of longer clips with a cut in every stack
 * @param failed sources whose frames could not be read again, with the reason
 */
public record FlowReport(
        int clips,
        long fields,
        long computed,
        long bytes,
        long cuts,
        long moments,
        long cutMoments,
        List<String> tooShort,
        List<String> withoutMoment,
        List<String> failed) {
    /** Keeps its own copies. */
    public FlowReport {
        tooShort = List.copyOf(tooShort);
        withoutMoment = List.copyOf(withoutMoment);
        failed = List.copyOf(failed);
    }

    /** One line for a person. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "Flow of %d clips: %d fields, %d of them new, in %.1f MB (%.1f kB each); %d cuts, for which %d of %d "
                        + "moments are not used.",
                clips,
                fields,
                computed,
                bytes / 1e6,
                bytes / 1e3 / Math.max(1, fields),
                cuts,
                cutMoments,
                moments);
    }
}
