package dev.earsight.shard;

/** Told how the making of flow goes on; the calls come one at a time, from several threads. */
@FunctionalInterface
public interface FlowListener {
    /** So many fields are there, of so many; those of earlier runs count as there. */
    void progress(long fieldsDone, long fields);
}
