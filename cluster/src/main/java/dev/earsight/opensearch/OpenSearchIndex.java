package dev.earsight.opensearch;

import dev.earsight.EarsightException;
import dev.earsight.index.Neighbor;
import dev.earsight.index.NeighborFilter;
import dev.earsight.index.UnitVectors;
import dev.earsight.index.VectorIndex;
import dev.earsight.index.Vectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Vectors on a cluster of OpenSearch nodes. Vectors go there as they are put; the commit point, one document, says which are to be
 * found, so that commits take effect at once and a process that dies in between leaves nothing to be found.
 *
 * <p>A name stands for the index that is searched. Another network's vectors are put into an index beside it ({@link #replacement}), and
 * {@link #publish} lets the name stand for that from one moment to the next.
 *
 * <p>Of two that write to one index the later wins; the earlier is told so at its next commit. A reader that has not been refreshed since
 * vectors were replaced or removed finds neither the old nor the new ones.
 *
 * <p>The connection is the caller's: {@link #close} leaves it open.
 */
public final class OpenSearchIndex implements VectorIndex {
    private final ClusterConnection cluster;
    private final NamedIndexes names;
    private final Optional<Writer> writer;
    private volatile State state;
    private volatile boolean closed;

    private record State(NamedIndexes.Index index, StoredVectors vectors, StoredVectors.Commit commit) {
        static State of(ClusterConnection cluster, NamedIndexes.Index index) {
            StoredVectors vectors = new StoredVectors(cluster, index.concrete());
            return new State(index, vectors, vectors.commit());
        }
    }

    private OpenSearchIndex(ClusterConnection cluster, NamedIndexes names, State state, boolean writing) {
        this.cluster = cluster;
        this.names = names;
        this.state = state;
        writer = writing ? Optional.of(new Writer()) : Optional.empty();
    }

    /**
     * Opens for reading what a name stands for.
     *
     * @throws EarsightException where it stands for nothing
     */
    public static OpenSearchIndex read(ClusterConnection cluster, String name) {
        NamedIndexes names = new NamedIndexes(cluster, name);
        return new OpenSearchIndex(cluster, names, current(cluster, names), false);
    }

    /**
     * Opens for reading and writing what a name stands for, or begins it.
     *
     * @throws EarsightException where it stands for vectors of another size or of another network
     */
    public static OpenSearchIndex write(ClusterConnection cluster, IndexPlan plan) {
        NamedIndexes names = new NamedIndexes(cluster, plan.name());
        NamedIndexes.Index index = names.current().orElseGet(() -> names.begin(plan, true));
        requireDimensions(index, plan);
        if (!index.description().network().equals(plan.network())) {
            throw new EarsightException(plan.name() + " holds vectors of another network ("
                    + index.description().network() + "); replace it, or choose another name.");
        }
        return new OpenSearchIndex(cluster, names, State.of(cluster, index), true);
    }

    /**
     * Opens for reading and writing an index that is to replace what the name stands for: one that was begun before for the same network,
     * or a new one. It is not searched before {@link #publish}.
     */
    public static OpenSearchIndex replacement(ClusterConnection cluster, IndexPlan plan) {
        NamedIndexes names = new NamedIndexes(cluster, plan.name());
        NamedIndexes.Index index = names.others().reversed().stream()
                .filter(other -> other.description().network().equals(plan.network()))
                .findFirst()
                .orElseGet(() -> names.begin(plan, false));
        requireDimensions(index, plan);
        return new OpenSearchIndex(cluster, names, State.of(cluster, index), true);
    }

    private static void requireDimensions(NamedIndexes.Index index, IndexPlan plan) {
        int there = index.description().dimensions();
        if (there != plan.dimensions()) {
            throw new EarsightException(plan.name() + " in OpenSearch holds vectors of " + there + " numbers, not "
                    + plan.dimensions() + "; choose another name.");
        }
    }

    /** The network whose vectors a name stands for, as the hash of its file; empty where it stands for nothing. */
    public static Optional<String> network(ClusterConnection cluster, String name) {
        return new NamedIndexes(cluster, name)
                .current()
                .map(index -> index.description().network());
    }

    /** Deletes all indexes of a name but the one it stands for; answers what they were called. */
    public static List<String> deleteSuperseded(ClusterConnection cluster, String name) {
        NamedIndexes names = new NamedIndexes(cluster, name);
        names.requireCurrent();
        List<NamedIndexes.Index> others = names.others();
        others.forEach(names::delete);
        return others.stream().map(NamedIndexes.Index::concrete).toList();
    }

    /** What a name stands for; again, where it stood for another when that was deleted. */
    private static State current(ClusterConnection cluster, NamedIndexes names) {
        try {
            return State.of(cluster, names.requireCurrent());
        } catch (StoredVectors.Gone e) {
            return State.of(cluster, names.requireCurrent());
        }
    }

    /** From now on the name stands for this index. */
    public void publish() {
        requireOpen();
        names.switchTo(state.index);
    }

    /** The network whose vectors these are, as the hash of its file. */
    public String network() {
        requireOpen();
        return state.index.description().network();
    }

    /** What OpenSearch knows this index by. */
    public String concreteName() {
        requireOpen();
        return state.index.concrete();
    }

    /** What is to be committed. */
    private final class Writer {
        private final Map<String, Set<String>> put = new HashMap<>();
        private final Set<String> removed = new TreeSet<>();
        private final BulkLoader loader;
        private boolean failed;

        Writer() {
            change(point().claimedByAnother());
            sweep();
            state.vectors.delete(point().uncommitted());
            loader = new BulkLoader(cluster, state.index.concrete());
        }

        private CommitPoint point() {
            return state.commit.point();
        }

        private void change(CommitPoint next) {
            state = new State(state.index, state.vectors, state.vectors.change(state.commit, next));
        }

        private void sweep() {
            if (point().hasDead()) {
                state.vectors.delete(point().dead());
                change(point().swept());
            }
        }

        void put(String group, String label, Vectors vectors) {
            float[] vector = new float[dimensions()];
            for (int i = 0; i < vectors.size(); i++) {
                vectors.copy(i, vector);
                UnitVectors.require(vector, vector.length);
            }
            if (!put.computeIfAbsent(label, _ -> new HashSet<>()).add(group)) {
                takeBack(List.of(Map.of("term", Map.of("group", group)), Map.of("term", Map.of("label", label))));
            }
            for (int i = 0; i < vectors.size(); i++) {
                vectors.copy(i, vector);
                loader.add(new VectorDocument(group, label, vectors.key(i), point().claimed(), vector));
            }
        }

        void remove(String group) {
            removed.add(group);
            boolean mine = false;
            for (Set<String> groups : put.values()) {
                mine |= groups.remove(group);
            }
            if (mine) {
                takeBack(List.of(Map.of("term", Map.of("group", group))));
            }
        }

        /** Deletes what this commit has put already. */
        private void takeBack(List<Object> clauses) {
            loader.drain();
            List<Object> all = new ArrayList<>(clauses);
            all.add(Map.of("term", Map.of("commit", point().claimed())));
            state.vectors.delete(Map.of("bool", Map.of("filter", all)));
        }

        void commit() {
            loader.drain();
            if (put.isEmpty() && removed.isEmpty()) {
                return;
            }
            state.vectors.refresh();
            Map<String, List<String>> replaced = new HashMap<>();
            put.forEach((label, groups) -> replaced.put(label, List.copyOf(groups)));
            CommitPoint next = point().next(replaced, List.copyOf(removed));
            change(state.vectors.count(next.dead()) > 0 ? next : next.swept());
            put.clear();
            removed.clear();
            sweep();
        }

        /** Gives the number back where it was not used; the next writer clears away what was not committed. */
        void close() {
            if (!failed && put.isEmpty()) {
                change(point().released());
            }
        }
    }

    @Override
    public int dimensions() {
        requireOpen();
        return state.index.description().dimensions();
    }

    @Override
    public long size() {
        return asking(now -> now.vectors.count(now.commit.point()));
    }

    @Override
    public Set<String> groups() {
        return asking(now -> now.vectors.groups(now.commit.point()));
    }

    @Override
    public void put(String group, String label, Vectors vectors) {
        writing(to -> to.put(group, label, vectors));
    }

    @Override
    public void remove(String group) {
        writing(to -> to.remove(group));
    }

    @Override
    public void commit() {
        writing(Writer::commit);
    }

    private void writing(Consumer<Writer> change) {
        requireOpen();
        Writer to = writer.orElseThrow(() -> new IllegalStateException("Opened for reading only"));
        try {
            change.accept(to);
        } catch (EarsightException e) {
            to.failed = true;
            throw e;
        }
    }

    @Override
    public boolean refresh() {
        requireOpen();
        return writer.isEmpty() && reload();
    }

    private synchronized boolean reload() {
        State before = state;
        state = current(cluster, names);
        return !state.index.equals(before.index)
                || state.commit.point().committed() != before.commit.point().committed();
    }

    @Override
    public List<Neighbor> nearest(float[] query, int k, NeighborFilter filter) {
        return asking(now -> {
            UnitVectors.require(query, now.index.description().dimensions());
            return now.vectors.nearest(query, k, filter, now.commit.point());
        });
    }

    /** Where the index was deleted because its name stands for another by now, asks that one. */
    private <T> T asking(Function<State, T> question) {
        requireOpen();
        State now = state;
        try {
            return question.apply(now);
        } catch (StoredVectors.Gone e) {
            if (writer.isPresent() || !reload()) {
                throw e;
            }
            return question.apply(state);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The index is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            writer.ifPresent(Writer::close);
        }
    }
}
