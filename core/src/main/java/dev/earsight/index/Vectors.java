package dev.earsight.index;

import java.util.List;

/** Numbered vectors to be indexed, wherever they lie; read in order. */
public interface Vectors {
    /** How many. */
    int size();

    /** The caller's number of vector {@code i}. */
    long key(int i);

    /** Copies vector {@code i} to the start of {@code into}. */
    void copy(int i, float[] into);

    /** Vectors in memory, numbered by their place. */
    static Vectors of(List<float[]> vectors) {
        return new Vectors() {
            @Override
            public int size() {
                return vectors.size();
            }

            @Override
            public long key(int i) {
                return i;
            }

            @Override
            public void copy(int i, float[] into) {
                System.arraycopy(vectors.get(i), 0, into, 0, vectors.get(i).length);
            }
        };
    }
}
