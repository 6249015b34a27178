package dev.earsight.library;

import java.util.List;

/**
 * A search. A moment matches as well as its best vector of the query does.
 *
 * @param vectors at least one
 * @param k hits wanted
 */
public record SearchQuery(List<QueryVector> vectors, SearchFilter filter, int k) {
    /** Keeps its own list. */
    public SearchQuery {
        vectors = List.copyOf(vectors);
        if (vectors.isEmpty() || k < 1) {
            throw new IllegalArgumentException("A search needs a vector and asks for at least one hit");
        }
    }
}
