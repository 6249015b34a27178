package dev.earsight.train;

import dev.earsight.EarsightException;
import dev.earsight.clip.Augmentation;
import dev.earsight.clip.PairBatch;
import dev.earsight.clip.PairLoader;
import dev.earsight.clip.PairLoader.Mix;
import dev.earsight.clip.PairSampler;
import dev.earsight.clip.PictureInput;
import dev.earsight.clip.SamplingRule;
import dev.earsight.loss.LogisticFit;
import dev.earsight.loss.Loss;
import dev.earsight.net.AvolNet;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.ranks.Ranks;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * The training loop. It draws batches of pairs, steps the network, validates now and then, and tells its listeners; all of
 * its state can be saved between two steps ({@link #state}) and put back, after which the same losses follow.
 */
public final class Trainer implements AutoCloseable {
    /** Validation always sees the same pairs, whatever the run's seed. */
    private static final long VALIDATION_SEED = 1;

    private final TrainConfig config;
    private final ClipLibrary trainingClips;
    private final ClipLibrary validationClips;
    private final Ranks ranks;
    private final Network network;
    private final BatchGradients gradients;
    private final Adam adam;
    private final Optional<WeightAverage> average;
    private final int pairsPerEpoch;
    private boolean startsFromDirections;
    private long step;
    private double bestAccuracy = -1;
    private int validationsSinceBest;

    /** Makes a fresh network, ready to be trained on {@code trainingClips}. */
    public Trainer(TrainConfig config, ClipLibrary trainingClips, ClipLibrary validationClips) {
        this(config, trainingClips, validationClips, Ranks.alone());
    }

    /**
     * The same as one of several ranks, all with the same configuration and clips: each reads its share of every batch, and all take
     * the steps that one with the whole batch would. Rank 0's network counts: it may be changed before {@link #run}.
     */
    public Trainer(TrainConfig config, ClipLibrary trainingClips, ClipLibrary validationClips, Ranks ranks) {
        if (config.batchSize() % ranks.count() != 0 || config.batchSize() < 2 * ranks.count()) {
            throw new EarsightException(
                    "A batch of " + config.batchSize() + " pairs cannot be shared by " + ranks.count()
                            + " processes; set --batch-size to a multiple of " + ranks.count() + ", at least "
                            + 2 * ranks.count() + ".");
        }
        this.config = config;
        this.ranks = ranks;
        this.trainingClips = trainingClips;
        this.validationClips = validationClips;
        pairsPerEpoch = (int) IntStream.range(0, trainingClips.size())
                .mapToObj(trainingClips::source)
                .distinct()
                .count();
        Tensors.useThreads(Math.max(1, config.engineThreads() / ranks.onThisMachine()));
        network = config.model().create(config.network(), config.seed());
        if (ranks.count() > 1 && !config.localNormalization()) {
            network.normalizeOver(ranks);
        }
        gradients = new BatchGradients(network, config.loss(), config.hardNegatives(), config.precision(), ranks);
        adam = new Adam(network.parameters().trained(), config.weightDecay());
        average = config.weightAveraging() > 0
                ? Optional.of(new WeightAverage(network.parameters(), config.weightAveraging()))
                : Optional.empty();
    }

    /** Trains until the configured steps are taken or a listener wants to stop. */
    public void run(List<TrainingListener> listeners) {
        long started = System.nanoTime();
        startAsFirst();
        Mix mix = config.loss().comparesAll() ? Mix.MATCHED : Mix.BALANCED;
        try (PairLoader batches =
                loader(trainingClips, config.sampling(), config.augmentation(), mix, config.seed(), step)) {
            // A run that had already stopped for want of progress stays stopped.
            boolean stop = ranks.any(step > 0 && listeners.stream().anyMatch(TrainingListener::wantsToStop));
            while (step < config.steps() && !stop) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new EarsightException(
                            "Stopped at step " + step + "; the same command goes on from the last validation.");
                }
                TrainingListener.Step taken = step(batches);
                listeners.forEach(listener -> listener.afterStep(taken));
                stop = ranks.any(listeners.stream().anyMatch(TrainingListener::wantsToStop));
                if (step % config.validateEverySteps() == 0 || step == config.steps() || stop) {
                    TrainingListener.Validation validation = validateAsUsed(secondsSince(started));
                    listeners.forEach(listener -> listener.afterValidation(validation));
                    stop = ranks.any(stop || listeners.stream().anyMatch(TrainingListener::wantsToStop));
                }
            }
        }
    }

    /** Takes over where rank 0 stands: it alone has read a checkpoint. */
    private void startAsFirst() {
        if (ranks.count() > 1) {
            startsFromDirections = Boolean.parseBoolean(ranks.ofFirst("directions", "" + startsFromDirections));
            resumeAt(
                    Long.parseLong(ranks.ofFirst("step", "" + step)),
                    Double.parseDouble(ranks.ofFirst("best-accuracy", "" + bestAccuracy)),
                    Integer.parseInt(ranks.ofFirst("validations-since-best", "" + validationsSinceBest)));
            ranks.takeFirst(state().values());
        }
    }

    private PairLoader loader(
            ClipLibrary clips, SamplingRule sampling, Augmentation augmentation, Mix mix, long seed, long firstBatch) {
        NetworkConfig sees = config.network();
        PictureInput input = new PictureInput(sees.imageSide(), sees.frames(), sees.flowFields());
        int threads = Math.max(1, config.loaderThreads() / ranks.onThisMachine());
        PairLoader.Settings settings =
                new PairLoader.Settings(config.batchSize(), input, mix, seed, firstBatch, threads, 2 * threads);
        return new PairLoader(
                clips,
                new PairSampler(clips, sampling, input),
                augmentation,
                settings.share(ranks.rank(), ranks.count()));
    }

    private TrainingListener.Step step(PairLoader batches) {
        long started = System.nanoTime();
        double waitedBefore = batches.waitedSeconds();
        PairBatch batch = batches.next();
        try (Scope scope = Scope.open()) {
            setPooling(step);
            if (step == 0) {
                if (startsFromDirections) {
                    scaleProducts(batch);
                }
                centerThreshold(batch);
            }
            boolean inParts = config.microBatch() > 0 && config.microBatch() < batch.size();
            Loss.Result result = inParts ? gradients.addInParts(batch, config.microBatch()) : gradients.add(batch);
            double loss = Tensors.toFloat(result.loss());
            if (!Double.isFinite(loss)) {
                throw notANumber(batch);
            }
            double learningRate = config.learningRateAt(step, pairsPerEpoch);
            double norm = adam.step(learningRate, config.gradientClip());
            if (!Double.isFinite(norm)) {
                throw notANumber(batch);
            }
            step++;
            if (config.localNormalization()) {
                ranks.average(network.parameters().statistics().values());
            }
            average.ifPresent(mean -> mean.update(step));
            return new TrainingListener.Step(
                    step,
                    loss,
                    accuracy(result),
                    learningRate,
                    norm,
                    config.batchSize(),
                    secondsSince(started),
                    batches.waitedSeconds() - waitedBefore);
        } finally {
            batches.recycle(batch);
        }
    }

    private void scaleProducts(PairBatch batch) {
        if (network instanceof AvolNet avol && !network.config().normalizedEmbedding()) {
            avol.wholePicture(true); // as AVE-Net saw it
            try (var none = Tensors.withoutGradients()) {
                BatchGradients.Vectors first = gradients.embedAll(batch);
                avol.scaleProducts(first.vision(), first.sound(), Loss.COSINE_SCALE);
            }
            setPooling(step);
        }
    }

    private void centerThreshold(PairBatch batch) {
        try (var none = Tensors.withoutGradients()) {
            BatchGradients.Vectors first = gradients.embedAll(batch);
            network.center(network.similarity(first.vision(), first.sound()));
        }
    }

    private TrainingListener.Validation validateAsUsed(double secondsSinceStart) {
        if (average.isEmpty()) {
            return validate(secondsSinceStart);
        }
        try (var inUse = average.get().inUse()) {
            return validate(secondsSinceStart);
        }
    }

    private TrainingListener.Validation validate(double secondsSinceStart) {
        Evidence seen = evidence();
        float[] logits = config.loss().trainsThreshold() ? seen.logits : calibrate(seen);
        double loss = 0;
        int right = 0;
        for (int i = 0; i < seen.values.length; i++) {
            boolean matched = seen.matched[i] > 0.5;
            double against = matched ? -logits[i] : logits[i];
            loss += Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(against))); // log(1 + exp(against))
            right += logits[i] > 0 == matched ? 1 : 0;
        }
        int pairs = seen.values.length;
        double accuracy = right / (double) pairs;
        boolean best = accuracy > bestAccuracy;
        bestAccuracy = Math.max(bestAccuracy, accuracy);
        validationsSinceBest = best ? 0 : validationsSinceBest + 1;
        return new TrainingListener.Validation(step, loss / pairs, accuracy, pairs, best, secondsSinceStart);
    }

    /**
     * Sets the threshold, which the loss leaves alone, by pairs of clips never trained on: a network that knows its training clips by
     * heart is too sure of them.
     *
     * @return log-odds of the same pairs, each by a threshold it had no part in
     */
    private float[] calibrate(Evidence seen) {
        LogisticFit fit = LogisticFit.of(seen.values, seen.matched);
        if (!Double.isFinite(fit.slope()) || !Double.isFinite(fit.offset())) {
            throw new EarsightException("The network answers what is not a number after step " + step
                    + "; lower the learning rate or set gradient-clip.");
        }
        network.calibrate(fit.slope(), fit.offset());
        ranks.takeFirst(network.parameters().trained().values());
        return LogisticFit.crossFitted(seen.values, seen.matched);
    }

    /** What the network thinks of balanced pairs: log-odds, and the number they are computed from. */
    @SuppressWarnings("ArrayRecordComponent") // stays in this class
    private record Evidence(float[] values, float[] logits, float[] matched) {}

    private Evidence evidence() {
        int pairs = Math.ceilDiv(config.validationPairs(), config.batchSize()) * config.batchSize();
        Evidence seen = new Evidence(new float[pairs], new float[pairs], new float[pairs]);
        if (network instanceof AvolNet avol) {
            // As the trained network will be used, whatever training does at the moment.
            avol.poolingSharpness(Double.POSITIVE_INFINITY);
            avol.wholePicture(false);
        }
        try (var none = Tensors.withoutGradients();
                PairLoader batches = loader(
                        validationClips,
                        SamplingRule.standard(),
                        Augmentation.off(),
                        Mix.BALANCED,
                        VALIDATION_SEED,
                        0)) {
            for (int start = 0; start < pairs; start += config.batchSize()) {
                try (Scope scope = Scope.open()) {
                    PairBatch batch = batches.next();
                    BatchGradients.Vectors vectors = gradients.embed(batch, 0, batch.size(), false);
                    Tensor similarity = network.similarity(vectors.vision(), vectors.sound());
                    copy(network.evidence(similarity), seen.values, start);
                    copy(network.logits(similarity), seen.logits, start);
                    copy(Tensors.of(batch.matched(), batch.size()), seen.matched, start);
                    batches.recycle(batch);
                }
            }
        }
        return seen;
    }

    /** Puts what all ranks have of a batch into its place among all. */
    private void copy(Tensor mine, float[] all, int start) {
        float[] values = Tensors.toArray(ranks.gather(mine));
        System.arraycopy(values, 0, all, start, values.length);
    }

    private void setPooling(long atStep) {
        if (network instanceof AvolNet avol) {
            boolean soft = config.poolingSharpness() > 0 && atStep < config.softPoolingShare() * config.steps();
            avol.poolingSharpness(soft ? config.poolingSharpness() : Double.POSITIVE_INFINITY);
            avol.wholePicture(atStep < config.wholePictureShare() * config.steps());
        }
    }

    /** Where validation alone sets the threshold, the median stands for it: half of what is judged is matches. */
    private double accuracy(Loss.Result result) {
        float[] logits = Tensors.toArray(result.logits());
        float[] matched = Tensors.toArray(result.matched());
        double threshold = 0;
        if (!config.loss().trainsThreshold()) {
            float[] sorted = logits.clone();
            Arrays.sort(sorted);
            threshold = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2.0;
        }
        int right = 0;
        for (int i = 0; i < logits.length; i++) {
            right += logits[i] > threshold == matched[i] > 0.5 ? 1 : 0;
        }
        return right / (double) logits.length;
    }

    private EarsightException notANumber(PairBatch batch) {
        String clips = batch.pairs().stream()
                .flatMapToInt(pair -> IntStream.of(pair.frameClip(), pair.soundClip()))
                .distinct()
                .mapToObj(trainingClips::name)
                .collect(Collectors.joining(", "));
        return new EarsightException("The loss or its gradient is not a number any more at step " + (step + 1)
                + "; lower the learning rate or look at the clips of this batch: " + clips);
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }

    /**
     * Says that the weights to start from come from a network that knows directions only, so that their lengths are set by the first
     * batch where lengths count.
     */
    void startsFromDirections() {
        startsFromDirections = true;
    }

    /** The network as it is now. */
    public Network network() {
        return network;
    }

    /** Steps taken. */
    public long steps() {
        return step;
    }

    /** Best validation accuracy so far, or -1. */
    public double bestAccuracy() {
        return bestAccuracy;
    }

    /** Validations since the best one. */
    public int validationsSinceBest() {
        return validationsSinceBest;
    }

    /** The tensors of the network as it is validated and to be used, by name: their mean, where one is kept. */
    public Map<String, Tensor> usedWeights() {
        return average.map(WeightAverage::weights)
                .orElseGet(() -> network.parameters().all());
    }

    /** Every tensor that decides how training goes on, by name. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>(network.parameters().all());
        state.putAll(adam.state());
        average.ifPresent(mean -> state.putAll(mean.state()));
        return state;
    }

    /** Says where a run stood whose tensors were put back into {@link #state}. */
    public void resumeAt(long stepsTaken, double bestAccuracySoFar, int validationsSinceThen) {
        step = stepsTaken;
        bestAccuracy = bestAccuracySoFar;
        validationsSinceBest = validationsSinceThen;
        adam.resumeAt(stepsTaken);
    }

    @Override
    public void close() {
        gradients.close();
        average.ifPresent(WeightAverage::close);
        adam.close();
        network.close();
    }
}
