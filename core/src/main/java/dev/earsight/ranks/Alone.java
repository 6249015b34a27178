package dev.earsight.ranks;

import java.util.Collection;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** One process by itself. */
record Alone() implements Ranks {
    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public int onThisMachine() {
        return 1;
    }

    @Override
    public Tensor gather(Tensor mine) {
        return mine.detach();
    }

    @Override
    public void average(Collection<Tensor> tensors) {}

    @Override
    public void takeFirst(Collection<Tensor> tensors) {}

    @Override
    public String ofFirst(String name, String mine) {
        return mine;
    }

    @Override
    public boolean any(boolean mine) {
        return mine;
    }

    @Override
    public GradientAverage averageGradientsOf(Collection<Tensor> parameters) {
        return new GradientAverage() {
            @Override
            public void backward(TensorVector outputs, TensorVector slopes) {
                torch.backward(outputs, slopes, new BoolOptional(), false, new TensorVector());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void fail(String reason) {}

    @Override
    public void close() {}
}
