package dev.earsight.resume;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/**
 * A map of {@link DiskMaps}, by key in the order of {@link String#compareTo}. May be used by several threads. Whoever goes through it may put and remove
 * meanwhile; whether what is put is met, is not said.
 *
 * @param <V> its values; one that is got is a copy
 */
public final class DiskMap<V> extends AbstractMap<String, V> {
    /** A cursor is not held for long; at first, for little is often all that is looked at, it takes this many. */
    private static final int FIRST_AHEAD = 2;

    private static final int MOST_AHEAD = 256;

    /** Whose lock is held around every use of the map: what a reader is at must not be given back meanwhile. */
    private final DiskMaps maps;

    private final MVMap<String, String> map;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    DiskMap(DiskMaps maps, MVMap<String, String> map, Class<V> type) {
        this.maps = maps;
        this.map = map;
        reader = Json.LINE.readerFor(type);
        writer = Json.LINE.writerFor(type);
    }

    @Override
    public @Nullable V get(Object key) {
        synchronized (maps) {
            return value(map.get(key));
        }
    }

    @Override
    public @Nullable V put(String key, V value) {
        String json = writer.writeValueAsString(value);
        synchronized (maps) {
            String before = map.put(key, json);
            maps.changed();
            return value(before);
        }
    }

    @Override
    public @Nullable V remove(Object key) {
        synchronized (maps) {
            String before = map.remove(key);
            maps.changed();
            return value(before);
        }
    }

    @Override
    public void clear() {
        synchronized (maps) {
            map.clear();
            maps.changed();
        }
    }

    @Override
    public boolean containsKey(Object key) {
        synchronized (maps) {
            return map.containsKey(key);
        }
    }

    @Override
    public int size() {
        synchronized (maps) {
            return map.size();
        }
    }

    private @Nullable V value(@Nullable String json) {
        return json == null ? null : reader.readValue(json);
    }

    @Override
    public Set<Map.Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, V>> iterator() {
                return entries(null);
            }

            @Override
            public int size() {
                return DiskMap.this.size();
            }
        };
    }

    /** The entries from this key on. */
    public Iterable<Map.Entry<String, V>> from(String key) {
        return () -> entries(key);
    }

    private Iterator<Map.Entry<String, V>> entries(@Nullable String first) {
        return new Iterator<>() {
            private final ArrayDeque<Map.Entry<String, String>> ahead = new ArrayDeque<>();
            private @Nullable String from = first;
            private int take = FIRST_AHEAD;

            {
                look();
            }

            private void look() {
                synchronized (maps) {
                    Cursor<String, String> cursor = map.cursor(from);
                    while (ahead.size() < take && cursor.hasNext()) {
                        ahead.add(new SimpleImmutableEntry<>(cursor.next(), cursor.getValue()));
                    }
                    from = cursor.hasNext() ? cursor.next() : null;
                    take = Math.min(MOST_AHEAD, 2 * take);
                }
            }

            @Override
            public boolean hasNext() {
                return !ahead.isEmpty();
            }

            @Override
            public Map.Entry<String, V> next() {
                Map.Entry<String, String> next = ahead.remove();
                if (ahead.isEmpty() && from != null) {
                    look();
                }
                return new SimpleImmutableEntry<>(next.getKey(), reader.readValue(next.getValue()));
            }
        };
    }
}
