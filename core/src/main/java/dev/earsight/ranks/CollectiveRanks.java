package dev.earsight.ranks;

import dev.earsight.tensor.Device;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.Collection;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Backend;
import org.bytedeco.pytorch.BackendOptional;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.ProcessGroup;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.nccl.ProcessGroupNCCL;

/**
 * Ranks connected by torch's collectives: Gloo over TCP where they compute on CPUs, NCCL where each has a GPU. NCCL was never run: there was no GPU to
 * run it on.
 */
final class CollectiveRanks implements Ranks {
    /**
     * How long a rank may keep the others waiting, its heart beating all the while: a slow disk is no reason to end. A rank that ends is noticed
     * at once, by its connections, and one that is silent by {@link Heartbeats}.
     */
    private static final long LONGEST_WAIT_MILLIS = 15L * 60 * 1000;

    /** Enough for the buckets of gradients on their way; what the training loop waits for must not queue behind them. */
    private static final int THREADS = 8;

    private final int rank;
    private final int count;
    private final int onThisMachine;
    private final Rendezvous rendezvous;
    private final Backend backend;
    /** The same, as the engine's reducer wants it. */
    private final ProcessGroup group;

    CollectiveRanks(Rendezvous rendezvous, Store store, String ownAddress, int onThisMachine) {
        this.rendezvous = rendezvous;
        this.rank = rendezvous.rank();
        this.count = rendezvous.count();
        this.onThisMachine = onThisMachine;
        try (Scope scope = Scope.open()) {
            boolean cpu = Device.type() == DeviceType.CPU;
            backend = (cpu ? gloo(store, ownAddress) : new ProcessGroupNCCL(store, rank, count)).retainReference();
            ProcessGroup.BackendType type = cpu ? ProcessGroup.BackendType.GLOO : ProcessGroup.BackendType.NCCL;
            // Made without the store: the binding's other constructors end the process.
            group = new ProcessGroup(rank, count).retainReference();
            group.setBackend(Device.type(), type, new BackendOptional(backend));
            group.setDefaultBackend(type);
        }
    }

    private Backend gloo(Store store, String ownAddress) {
        ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(new Milliseconds(LONGEST_WAIT_MILLIS));
        options.devices(new GlooDeviceVector(ProcessGroupGloo.createDeviceForHostname(ownAddress)));
        options.threads(THREADS);
        return new ProcessGroupGloo(store, rank, count, options);
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int onThisMachine() {
        return onThisMachine;
    }

    @Override
    public Tensor gather(Tensor mine) {
        Tensor plain = mine.detach().contiguous();
        long[] shape = Tensors.shape(plain);
        shape[0] *= count;
        Tensor all = Tensors.full(0, shape);
        together(() -> waitFor(backend._allgather_base(all, plain)));
        return all;
    }

    @Override
    public void average(Collection<Tensor> tensors) {
        if (tensors.isEmpty()) {
            return;
        }
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients()) {
            TensorVector all = new TensorVector(tensors.toArray(Tensor[]::new));
            together(() -> waitFor(backend.allreduce_coalesced(all)));
            tensors.forEach(tensor -> tensor.div_(Tensors.scalar(count)));
        }
    }

    @Override
    public void takeFirst(Collection<Tensor> tensors) {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients()) {
            tensors.forEach(tensor -> together(() -> waitFor(backend.broadcast(new TensorVector(tensor.detach())))));
        }
    }

    @Override
    public String ofFirst(String name, String mine) {
        return rendezvous.ofFirst(name, mine);
    }

    @Override
    public boolean any(boolean mine) {
        try (Scope scope = Scope.open()) {
            Tensor sum = Tensors.full(mine ? 1 : 0, 1);
            together(() -> waitFor(backend.allreduce(new TensorVector(sum))));
            return Tensors.toFloat(sum) > 0;
        }
    }

    @Override
    public GradientAverage averageGradientsOf(Collection<Tensor> parameters) {
        try (Scope scope = Scope.open()) {
            return new GradientBuckets(parameters, group, this);
        }
    }

    /** Does what all ranks do; where that fails since one of them has ended, says which. */
    void together(Runnable collective) {
        try {
            collective.run();
        } catch (RuntimeException failure) {
            throw rendezvous.explained(failure);
        }
    }

    private static void waitFor(Work work) {
        work._wait();
    }

    @Override
    public void fail(String reason) {
        rendezvous.fail(reason);
    }

    @Override
    public void close() {
        rendezvous.leave();
        group.close();
        backend.close();
        rendezvous.close();
    }
}
