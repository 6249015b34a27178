package dev.earsight.library;

import dev.earsight.index.ExactIndex;
import dev.earsight.index.VectorIndex;
import dev.earsight.index.Vectors;
import java.util.List;
import java.util.Set;

/** Brings another index in step with the vectors of a library. May be ended at any moment; the next call goes on. */
final class Mirror {
    /** So many vectors may have to be put again after the process was killed. */
    private static final int UNCOMMITTED_VECTORS = 100_000;

    private Mirror() {}

    /** Puts the groups that {@code mirror} lacks and removes those it should not have; whether there were any. */
    static boolean bringUpToDate(VectorIndex mirror, ExactIndex vectors, MirrorListener listener)
            throws InterruptedException {
        Set<String> there = mirror.groups();
        Set<String> wanted = vectors.groups();
        List<String> gone =
                there.stream().filter(group -> !wanted.contains(group)).toList();
        List<String> missing =
                wanted.stream().filter(group -> !there.contains(group)).toList();
        gone.forEach(mirror::remove);
        long total = missing.stream().mapToLong(group -> size(vectors, group)).sum();
        long start = System.nanoTime();
        long done = 0;
        long committed = 0;
        for (String group : missing) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (String label : vectors.labels(group)) {
                vectors.block(group, label, block -> {
                    mirror.put(group, label, block);
                    return true;
                });
            }
            done += size(vectors, group);
            if (done - committed >= UNCOMMITTED_VECTORS) {
                mirror.commit();
                committed = done;
            }
            double elapsed = (System.nanoTime() - start) / 1e9;
            listener.progress(done, total, elapsed, elapsed * (total - done) / Math.max(1, done));
        }
        boolean changed = !gone.isEmpty() || !missing.isEmpty();
        if (changed) {
            mirror.commit();
        }
        return changed;
    }

    private static long size(ExactIndex vectors, String group) {
        return vectors.labels(group).stream()
                .mapToLong(label -> vectors.block(group, label, Vectors::size))
                .sum();
    }
}
