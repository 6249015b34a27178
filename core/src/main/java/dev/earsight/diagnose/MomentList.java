package dev.earsight.diagnose;

import dev.earsight.EarsightException;
import dev.earsight.clip.Pair;
import dev.earsight.clip.PairSampler;
import dev.earsight.shard.ClipLibrary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The moments a network is asked about, and which sound of another source each is paired with. Every picture and every sound
 * is once in a match and once in a mismatch, so that neither says anything about the answer.
 *
 * <p>Sources come in random order, the moments of one next to each other. The sound {@code shift} places on is then of another
 * source as long as the shift is no shorter than the longest source and leaves as much to the end; each such shift pairs all
 * moments at once, none twice.
 */
final class MomentList {
    private final List<Pair> moments;
    private final String[] sources;
    private final int[] shifts;

    private MomentList(List<Pair> moments, String[] sources, int[] shifts) {
        this.moments = moments;
        this.sources = sources;
        this.shifts = shifts;
    }

    /**
     * {@code perClip} random moments of every clip the sampler can use.
     *
     * @throws EarsightException where one source has more than half of all moments
     */
    static MomentList of(ClipLibrary clips, PairSampler sampler, int perClip, long seed) {
        Random random = new Random(seed);
        Set<String> refused = new HashSet<>(sampler.refused());
        Map<String, List<Pair>> bySource = new LinkedHashMap<>();
        for (int clip = 0; clip < clips.size(); clip++) {
            if (!refused.contains(clips.name(clip))) {
                List<Pair> ofSource = bySource.computeIfAbsent(clips.source(clip), source -> new ArrayList<>());
                for (int i = 0; i < perClip; i++) {
                    ofSource.add(sampler.drawMatchedFrom(clip, random));
                }
            }
        }
        List<List<Pair>> order = new ArrayList<>(bySource.values());
        Collections.shuffle(order, random);
        List<Pair> moments = new ArrayList<>();
        int longest = 0;
        String longestSource = "";
        for (List<Pair> ofSource : order) {
            moments.addAll(ofSource);
            if (ofSource.size() > longest) {
                longest = ofSource.size();
                longestSource = clips.source(ofSource.getFirst().frameClip());
            }
        }
        int n = moments.size();
        if (2 * longest > n) {
            throw new EarsightException("More than half of the moments are of one source, '" + longestSource
                    + "', so the others cannot answer for it; choose another --split, or prepare more videos.");
        }
        List<Integer> possible = new ArrayList<>();
        for (int shift = longest; shift <= n - longest; shift++) {
            possible.add(shift);
        }
        Collections.shuffle(possible, random);
        int[] shifts = new int[3];
        for (int i = 0; i < shifts.length; i++) {
            shifts[i] = possible.get(i % possible.size());
        }
        return new MomentList(
                List.copyOf(moments),
                moments.stream().map(pair -> clips.source(pair.frameClip())).toArray(String[]::new),
                shifts);
    }

    int size() {
        return moments.size();
    }

    /** All of them, as matches. */
    List<Pair> moments() {
        return moments;
    }

    /** Where each comes from. */
    String[] sources() {
        return sources.clone();
    }

    /** Where one comes from. */
    String source(int moment) {
        return sources[moment];
    }

    /** The moment whose sound makes the mismatch with this one's picture. */
    int mismatch(int moment) {
        return (moment + shifts[0]) % moments.size();
    }

    /** A moment of yet another choice, to stand for the match (0) or the mismatch (1) where the sounds are shuffled. */
    int stranger(int moment, int kind) {
        return (moment + shifts[1 + kind]) % moments.size();
    }
}
