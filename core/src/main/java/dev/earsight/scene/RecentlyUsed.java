package dev.earsight.scene;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Values kept up to a number of bytes; the one not used for longest goes first. Safe for use by several threads. */
final class RecentlyUsed<K, V> {
    private final long bytesAllowed;
    private final ToLongFunction<V> bytesOf;
    private final LinkedHashMap<K, V> values = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    RecentlyUsed(long bytesAllowed, ToLongFunction<V> bytesOf) {
        this.bytesAllowed = bytesAllowed;
        this.bytesOf = bytesOf;
    }

    /** The value kept, or the one made now; two threads may make the same one at the same time. */
    V computeIfAbsent(K key, Function<K, V> make) {
        synchronized (this) {
            @Nullable V kept = values.get(key);
            if (kept != null) {
                return kept;
            }
        }
        V made = make.apply(key);
        synchronized (this) {
            V before = values.put(key, made);
            bytes += bytesOf.applyAsLong(made) - (before == null ? 0 : bytesOf.applyAsLong(before));
            Iterator<V> oldest = values.values().iterator();
            while (bytes > bytesAllowed && values.size() > 1) {
                bytes -= bytesOf.applyAsLong(oldest.next());
                oldest.remove();
            }
        }
        return made;
    }
}
