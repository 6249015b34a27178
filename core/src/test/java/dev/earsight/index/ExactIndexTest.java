package dev.earsight.index;

import java.nio.file.Path;

class ExactIndexTest extends VectorIndexContract {
    @Override
    protected VectorIndex write(Path folder, int dimensions) {
        return ExactIndex.write(folder, dimensions);
    }

    @Override
    protected VectorIndex read(Path folder) {
        return ExactIndex.read(folder);
    }

    @Override
    protected double recall() {
        return 1;
    }
}
