package dev.earsight.leakage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Compares sets of items with each other, every two, and never a set with itself.
 *
 * <p>The two limits were chosen on real pictures and recordings, see docs/formats.md: most copies (re-encoded, scaled, brighter, louder, cut) lie
 * below, different ones above.
 */
public final class SplitComparison {
    /** Bits of 64 in which hashes of near-duplicate pictures may differ. */
    public static final int PICTURE_BITS = 6;

    /** Share of bits in which prints of near-duplicate sounds may differ; unrelated sounds differ in about half. */
    public static final double SOUND_SHARE = 0.22;

    /** Partners of one item in one other set that are named, the nearest: copies of a jingle would else be squared. */
    public static final int PARTNERS_LIMIT = 100;

    private final Set<Kind> kinds;
    private final Progress progress;

    /** Told how much of all is compared. */
    public interface Progress {
        /** {@code done} of {@code total} items. */
        void at(long done, long total);
    }

    /** @param kinds what to look for */
    public SplitComparison(Set<Kind> kinds, Progress progress) {
        this.kinds = Set.copyOf(kinds);
        this.progress = progress;
    }

    /** Every overlap between two of the sets: by pair of sets, kind, distance, name. */
    public List<Overlap> of(List<ItemSet> sets) {
        long total = 0;
        for (int first = 0; first < sets.size(); first++) {
            for (int second = first + 1; second < sets.size(); second++) {
                total += lookUps(sets.get(first), sets.get(second));
            }
        }
        List<Overlap> overlaps = new ArrayList<>();
        long done = 0;
        for (int first = 0; first < sets.size(); first++) {
            for (int second = first + 1; second < sets.size(); second++) {
                Two two = new Two(sets.get(first), sets.get(second), done, total);
                overlaps.addAll(two.compare());
                done += lookUps(sets.get(first), sets.get(second));
            }
        }
        return overlaps;
    }

    private long lookUps(ItemSet first, ItemSet second) {
        int passes = (looksFor(Kind.PICTURE, first, second) ? 1 : 0)
                + (looksFor(Kind.SOUND, first, second) ? SoundIndex.TABLES : 0);
        return (long) passes * second.items().size();
    }

    /** Whether a kind is asked for and both sets have it. */
    private boolean looksFor(Kind kind, ItemSet first, ItemSet second) {
        return kinds.contains(kind)
                && first.items().stream().anyMatch(item -> item.has(kind))
                && second.items().stream().anyMatch(item -> item.has(kind));
    }

    /** Two sets being compared: the first is indexed, the items of the second are looked up. */
    private final class Two {
        private final ItemSet first;
        private final ItemSet second;
        private final long before;
        private final long total;
        private final List<Overlap> overlaps = new ArrayList<>();
        private int pass;

        Two(ItemSet first, ItemSet second, long before, long total) {
            this.first = first;
            this.second = second;
            this.before = before;
            this.total = total;
        }

        List<Overlap> compare() {
            equal(Kind.ID, item -> Optional.of(item.id()), false);
            equal(Kind.SOURCE, Item::source, true);
            equal(Kind.FILE, Item::sha256, false);
            if (looksFor(Kind.PICTURE, first, second)) {
                pictures();
            }
            if (looksFor(Kind.SOUND, first, second)) {
                sounds();
            }
            return overlaps;
        }

        private void equal(Kind kind, Function<Item, Optional<String>> key, boolean otherId) {
            if (!kinds.contains(kind)) {
                return;
            }
            Map<String, List<Item>> known = new HashMap<>();
            first.items()
                    .forEach(item -> key.apply(item)
                            .ifPresent(value -> known.computeIfAbsent(value, _ -> new ArrayList<>())
                                    .add(item)));
            for (Item item : second.items()) {
                key.apply(item).map(value -> known.getOrDefault(value, List.of())).orElse(List.of()).stream()
                        .filter(other -> !otherId || !other.id().equals(item.id()))
                        .limit(PARTNERS_LIMIT)
                        .forEach(other -> overlaps.add(overlap(kind, other, item, 0)));
            }
        }

        private void pictures() {
            PictureIndex index = new PictureIndex(first.items(), PICTURE_BITS);
            List<Map<Integer, Double>> found = none();
            eachOfSecond(item -> {
                for (long hash : second.items().get(item).pictures()) {
                    index.near(
                            hash, (partner, distance) -> found.get(item).merge(partner, (double) distance, Math::min));
                }
            });
            add(Kind.PICTURE, found);
        }

        private void sounds() {
            SoundIndex index = new SoundIndex(first.items(), SOUND_SHARE);
            List<Map<Integer, Double>> found = none();
            for (int table = 0; table < SoundIndex.TABLES; table++) {
                index.use(table);
                eachOfSecond(item -> index.near(
                        second.items().get(item).sound(),
                        (partner, distance) -> found.get(item).merge(partner, distance, Math::min)));
            }
            add(Kind.SOUND, found);
        }

        private List<Map<Integer, Double>> none() {
            List<Map<Integer, Double>> none = new ArrayList<>();
            second.items().forEach(_ -> none.add(new HashMap<>(0)));
            return none;
        }

        private void eachOfSecond(IntConsumer work) {
            int size = second.items().size();
            long start = before + (long) pass * size;
            Workers.forEach(size, work, done -> progress.at(start + done, total));
            pass++;
        }

        private void add(Kind kind, List<Map<Integer, Double>> found) {
            List<Overlap> all = new ArrayList<>();
            for (int item = 0; item < found.size(); item++) {
                Item own = second.items().get(item);
                found.get(item).entrySet().stream()
                        .sorted(Map.Entry.<Integer, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                        .limit(PARTNERS_LIMIT)
                        .forEach(partner ->
                                all.add(overlap(kind, first.items().get(partner.getKey()), own, partner.getValue())));
            }
            all.sort(Comparator.comparingDouble(Overlap::distance));
            overlaps.addAll(all);
        }

        private Overlap overlap(Kind kind, Item one, Item other, double distance) {
            return new Overlap(kind, first.name(), one.name(), second.name(), other.name(), distance);
        }
    }
}
