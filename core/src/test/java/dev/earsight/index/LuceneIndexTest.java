package dev.earsight.index;

import java.nio.file.Path;

class LuceneIndexTest extends VectorIndexContract {
    @Override
    protected VectorIndex write(Path folder, int dimensions) {
        return LuceneIndex.write(folder, dimensions);
    }

    @Override
    protected VectorIndex read(Path folder) {
        return LuceneIndex.read(folder);
    }

    @Override
    protected double recall() {
        return 0.99;
    }
}
