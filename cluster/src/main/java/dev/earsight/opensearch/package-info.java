/**
 * The vectors of an index on a cluster of OpenSearch nodes, where one machine is not enough.
 *
 * <p>In: addresses of nodes ({@link dev.earsight.opensearch.ClusterAccess}), blocks of unit vectors. Out: those nearest to a query, as every
 * {@link dev.earsight.index.VectorIndex} answers. Speaks OpenSearch's REST interface by {@code java.net.http}; no client library. The
 * layout of indexes and documents is written down in {@code docs/formats.md}, section "Vectors in OpenSearch".
 *
 * <p>How the pieces follow each other: {@code ClusterConnection} asks one node after the other until one answers, {@code BulkLoader} sends
 * vectors in batches, {@code CommitPoint} says which of them are to be found, {@code NamedIndexes} which index a name stands for, {@link
 * dev.earsight.opensearch.OpenSearchIndex} puts them together.
 */
@NullMarked
package dev.earsight.opensearch;

import org.jspecify.annotations.NullMarked;
