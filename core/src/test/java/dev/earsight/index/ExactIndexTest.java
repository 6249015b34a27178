package dev.earsight.index;

import dev.earsight.resume.DiskMaps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class ExactIndexTest extends VectorIndexContract {
    private final List<DiskMaps> maps = new ArrayList<>();

    @Override
    protected VectorIndex write(Path folder, int dimensions) {
        maps.add(DiskMaps.in(this.folder));
        return ExactIndex.write(folder, dimensions, maps.getLast());
    }

    @AfterEach
    void deleteMaps() {
        maps.forEach(DiskMaps::close);
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
