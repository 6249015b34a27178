package dev.earsight.ranks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.BoolVector;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.ProcessGroup;
import org.bytedeco.pytorch.Reducer;
import org.bytedeco.pytorch.SizeTStringMap;
import org.bytedeco.pytorch.SizeTVector;
import org.bytedeco.pytorch.SizeTVectorVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Averages gradients by the bucket: as soon as the backward pass has finished the gradients of one, it travels while the pass goes on with
 * the layers before (Li et al., PyTorch Distributed, arXiv 2006.15704, section 3.2). The work is done by torch's own reducer.
 */
final class GradientBuckets implements GradientAverage {
    /** The last layers' bucket, the first that is ready, is small so that it leaves early. */
    private static final long FIRST_BUCKET_BYTES = 1 << 20;

    private static final long BUCKET_BYTES = 8 << 20;

    private final Reducer reducer;
    private final CollectiveRanks ranks;

    GradientBuckets(Collection<Tensor> parameters, ProcessGroup group, CollectiveRanks ranks) {
        this.ranks = ranks;
        Tensor[] all = parameters.toArray(Tensor[]::new);
        long[] bytes = new long[all.length];
        for (int i = 0; i < all.length; i++) {
            bytes[i] = all[i].numel() * Float.BYTES;
        }
        List<long[]> buckets = buckets(bytes);
        SizeTVectorVector indices = new SizeTVectorVector();
        indices.resize(buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            indices.put(i, new SizeTVector(buckets.get(i)));
        }
        reducer = new Reducer(
                new TensorVector(all),
                indices,
                group,
                new BoolVector(new boolean[all.length]), // none is sparse
                BUCKET_BYTES,
                false, // every parameter has a gradient in every pass
                false, // gradients stay where they are: Adam sets them to zero in place
                new SizeTStringMap(),
                FIRST_BUCKET_BYTES,
                false,
                false,
                new LongVector(),
                false);
        reducer.retainReference();
    }

    /** Indices of parameters of these sizes by the bucket, the last parameter first. */
    static List<long[]> buckets(long[] bytes) {
        List<long[]> buckets = new ArrayList<>();
        int last = bytes.length;
        while (last > 0) {
            long room = buckets.isEmpty() ? FIRST_BUCKET_BYTES : BUCKET_BYTES;
            int first = last - 1;
            long filled = bytes[first];
            while (first > 0 && filled + bytes[first - 1] <= room) {
                first--;
                filled += bytes[first];
            }
            long[] bucket = new long[last - first];
            for (int i = 0; i < bucket.length; i++) {
                bucket[i] = last - 1L - i;
            }
            buckets.add(bucket);
            last = first;
        }
        return buckets;
    }

    @Override
    public void backward(TensorVector outputs, TensorVector slopes) {
        ranks.together(() -> {
            reducer.prepare_for_forward();
            reducer.prepare_for_backward(new TensorVector());
            torch.backward(outputs, slopes, new BoolOptional(), false, new TensorVector());
        });
    }

    @Override
    public void close() {
        reducer.remove_autograd_hooks();
        reducer.close();
    }
}
