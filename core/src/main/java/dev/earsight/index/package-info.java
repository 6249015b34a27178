/**
 * Vectors to neighbors.
 *
 * <p>In: blocks of unit vectors, each block named by a group and a label, each vector by a number that is the caller's own. Out: those
 * nearest to a query by dot product, which orders unit vectors as their distance does. Knows arrays and names, not files, networks
 * or time.
 *
 * <p>{@link dev.earsight.index.ExactIndex} keeps the vectors and compares with all of them: right for some 200,000, and the measure of
 * everything else. {@link dev.earsight.index.LuceneIndex} links them to a graph (HNSW, Malkov and Yashunin, <a
 * href="https://arxiv.org/abs/1603.09320">arXiv 1603.09320</a>) and looks at a few thousand of a million.
 */
@NullMarked
package dev.earsight.index;

import org.jspecify.annotations.NullMarked;
