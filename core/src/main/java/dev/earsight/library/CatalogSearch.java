package dev.earsight.library;

import dev.earsight.index.ExactIndex;
import dev.earsight.index.Neighbor;
import dev.earsight.index.NeighborFilter;
import dev.earsight.index.VectorIndex;
import dev.earsight.index.Vectors;
import dev.earsight.net.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One state of a library, to be searched: neighbors of vectors become stretches of files. */
record CatalogSearch(
        IndexDescription description,
        Catalog catalog,
        Map<String, List<CatalogLine.Found>> copies,
        Map<String, String> contents,
        ExactIndex vectors,
        Optional<VectorIndex> graph,
        Set<String> unlinked) {
    /** Neighbors asked for at first, for each hit wanted: a few seconds of one stretch are often among the nearest. */
    private static final int NEIGHBORS_PER_HIT = 4;

    List<Hit> hits(SearchQuery query) {
        List<Hit> hits = new ArrayList<>();
        for (Side side : query.filter().sides()) {
            List<float[]> asked = query.vectors().stream()
                    .filter(vector -> comparable(vector.side(), side))
                    .map(QueryVector::vector)
                    .toList();
            if (!asked.isEmpty()) {
                hits.addAll(hits(query, side, asked));
            }
        }
        return hits.stream()
                .sorted(Comparator.comparing(Hit::score, Comparator.reverseOrder()))
                .limit(query.k())
                .toList();
    }

    /** L3-Net's pictures and sounds lie in spaces of their own. */
    private boolean comparable(Side asked, Side found) {
        return asked == found || !description.network().model().equals(Model.L3.name());
    }

    private List<Hit> hits(SearchQuery query, Side side, List<float[]> asked) {
        NeighborFilter filter = filter(query.filter(), side);
        long most = vectors.size();
        int wanted = (int) Math.min(most, (long) NEIGHBORS_PER_HIT * query.k());
        while (true) {
            boolean exhausted = true;
            Map<String, Neighbor> best = new HashMap<>();
            for (float[] vector : asked) {
                List<Neighbor> found = nearest(vector, wanted, filter);
                exhausted &= found.size() < wanted || wanted == most;
                found.forEach(one ->
                        best.merge(one.group() + ' ' + one.key(), one, (a, b) -> a.score() >= b.score() ? a : b));
            }
            List<Hit> hits = merged(best.values().stream().sorted().toList(), query, asked);
            if (hits.size() >= query.k() || exhausted) {
                return hits;
            }
            wanted = (int) Math.min(most, 4L * wanted);
        }
    }

    private NeighborFilter filter(SearchFilter filter, Side side) {
        NeighborFilter labels = NeighborFilter.ALL.withLabels(BlockName.labels(filter.kinds(), Set.of(side)));
        return filter.folder().map(folder -> labels.withGroups(below(folder))).orElse(labels);
    }

    /** The contents of files below a folder. */
    private Set<String> below(String folder) {
        Set<String> below = new TreeSet<>();
        copies.forEach((sha256, files) -> {
            if (files.stream().anyMatch(file -> isBelow(file, folder))) {
                below.add(sha256);
            }
        });
        return below;
    }

    private boolean isBelow(CatalogLine.Found file, String folder) {
        for (IndexDescription.Place root : description.roots()) {
            if (root.number() == file.root()) {
                Path asked = Path.of(root.path()).resolve(folder).normalize();
                return Roots.locate(root, file.path()).startsWith(asked);
            }
        }
        return false;
    }

    /** The nearest of all vectors: by the graph where there is one, and those not linked to it yet one by one. */
    private List<Neighbor> nearest(float[] vector, int k, NeighborFilter filter) {
        if (graph.isEmpty()) {
            return vectors.nearest(vector, k, filter);
        }
        List<Neighbor> found = new ArrayList<>(graph.get().nearest(vector, k, filter));
        if (!unlinked.isEmpty()) {
            Set<String> asked = new TreeSet<>(unlinked);
            filter.groups().ifPresent(asked::retainAll);
            found.addAll(vectors.nearest(vector, k, filter.withGroups(asked)));
        }
        return found.stream().sorted().limit(k).toList();
    }

    private List<Hit> merged(List<Neighbor> neighbors, SearchQuery query, List<float[]> asked) {
        List<Hit> hits = new ArrayList<>();
        Map<String, List<TimeRanges.Run>> taken = new HashMap<>();
        Set<String> without = new HashSet<>();
        query.filter().withoutFile().ifPresent(id -> without.add(contents.getOrDefault(id, "")));
        for (Neighbor neighbor : neighbors) {
            CatalogLine.Embedded content = catalog.embedded().get(neighbor.group());
            Optional<CatalogLine.Found> file = copies.getOrDefault(neighbor.group(), List.of()).stream()
                    .filter(copy -> query.filter()
                            .folder()
                            .filter(folder -> !isBelow(copy, folder))
                            .isEmpty())
                    .findFirst();
            if (content == null || file.isEmpty() || without.contains(neighbor.group())) {
                continue; // of a file that is about to be added, or was just dropped
            }
            hit(neighbor, content.content(), file.get(), taken, asked).ifPresent(hits::add);
            if (hits.size() == query.k()) {
                break;
            }
        }
        return hits;
    }

    private Optional<Hit> hit(
            Neighbor neighbor,
            EmbedAnswer content,
            CatalogLine.Found file,
            Map<String, List<TimeRanges.Run>> taken,
            List<float[]> asked) {
        return vectors.block(neighbor.group(), neighbor.label(), block -> {
            if (block.size() == 0) {
                return Optional.empty(); // dropped since it was linked
            }
            TimeRanges.Run run =
                    TimeRanges.around(block, neighbor.key(), neighbor.score(), asked, vectors.dimensions());
            List<TimeRanges.Run> before =
                    taken.computeIfAbsent(neighbor.group() + neighbor.label(), _ -> new ArrayList<>());
            if (before.stream().anyMatch(other -> other.first() <= run.best() && run.best() <= other.last())) {
                return Optional.empty();
            }
            TimeRanges.Run own = run.outside(before);
            before.add(own);
            return Optional.of(described(neighbor, content, file, block, own));
        });
    }

    private Hit described(
            Neighbor neighbor, EmbedAnswer content, CatalogLine.Found file, Vectors block, TimeRanges.Run run) {
        BlockName name = BlockName.of(neighbor.label());
        double end = VectorKey.endSeconds(block.key(run.last()));
        if (name.side() == Side.PICTURE) {
            // A picture stands for the time up to the next.
            end = Math.min(end + description.info().hopSeconds(), content.durationSeconds());
        }
        double start = VectorKey.startSeconds(block.key(run.first()));
        long best = block.key(run.best());
        return new Hit(
                Catalog.id(neighbor.group()),
                file.root(),
                file.path(),
                name.kind(),
                name.side(),
                start,
                Math.max(start, end),
                (VectorKey.startSeconds(best) + VectorKey.endSeconds(best)) / 2,
                Math.clamp(neighbor.score(), -1, 1));
    }
}
