package dev.earsight.serve;

import dev.earsight.clip.PictureInput;
import dev.earsight.embed.LoudestSecond;
import dev.earsight.embed.Moment;
import dev.earsight.embed.MomentReader;
import dev.earsight.localize.ColorMap;
import dev.earsight.localize.Localizer;
import dev.earsight.localize.Overlay;
import dev.earsight.localize.OverlayStyle;
import dev.earsight.localize.Stretch;
import dev.earsight.localize.VideoLocalizer;
import dev.earsight.media.DecodeOptions;
import dev.earsight.media.FrameSize;
import dev.earsight.media.ImageFile;
import dev.earsight.media.MediaFile;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFrame;
import dev.earsight.shard.FlowEstimator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleConsumer;

/** {@code POST /v1/localize}: at once for what is short, as a job for what is long. */
final class LocalizeRoute {
    private static final String JSON = "application/json";
    private static final String PNG = "image/png";
    private static final String MP4 = "video/mp4";

    private final Networks networks;
    private final MediaSources sources;
    private final Workers workers;
    private final Jobs jobs;
    private final WorkFolder folder;
    private final Limits limits;

    LocalizeRoute(
            Networks networks, MediaSources sources, Workers workers, Jobs jobs, WorkFolder folder, Limits limits) {
        this.networks = networks;
        this.sources = sources;
        this.workers = workers;
        this.jobs = jobs;
        this.folder = folder;
        this.limits = limits;
    }

    /**
     * What is asked.
     *
     * @param picture where there is one, with the moment of it
     * @param video where there is one
     * @param sound that is asked about
     */
    private record Question(
            Networks.Loaded network,
            Optional<MediaSources.Picture> picture,
            Optional<GivenMedia> video,
            GivenMedia sound,
            Stretch stretch,
            OptionalDouble soundAt,
            int everyFrames,
            boolean maps,
            OptionalDouble visibleFrom,
            ColorMap color,
            int shortSide,
            String type) {
        /** How long what is to be gone through lasts. */
        double seconds() {
            if (soundAt.isPresent() || type.equals(PNG)) {
                return 1;
            }
            double all = video.orElse(sound).seconds();
            return Math.max(0, Math.min(all, stretch.endSeconds()) - stretch.startSeconds());
        }
    }

    Answer answer(Request request) throws InterruptedException {
        Networks.Loaded network = networks.requireLocalizing();
        workers.requireRoom();
        Form form = request.form();
        boolean later = request.header("Prefer").orElse("").contains("respond-async");
        return workers.run(() -> {
            Question question = question(network, form, type(request));
            if (!later && question.seconds() <= limits.answerAtOnceSeconds()) {
                return localize(question, limits.decodeTime(), _ -> {}, true);
            }
            List<Path> files = form.files();
            Job job = jobs.take(
                    Job.Kind.LOCALIZE,
                    question.video().isPresent() ? "Where the sound of a video comes from" : "Where a sound comes from",
                    running -> asJob(question, running),
                    () -> files.forEach(folder::remove));
            files.forEach(form::release);
            return Jobs.accepted(job);
        });
    }

    private static String type(Request request) {
        String accept = request.header("Accept").orElse(JSON);
        return accept.contains(PNG) ? PNG : accept.contains(MP4) ? MP4 : JSON;
    }

    private Question question(Networks.Loaded network, Form form, String type) {
        Fields fields = form.fields();
        Optional<GivenMedia> video = sources.given(form, "video");
        Optional<MediaSources.Picture> picture = video.isPresent() ? Optional.empty() : sources.picture(form);
        Optional<GivenMedia> sound = sources.given(form, "sound").or(() -> video);
        if (video.isEmpty() && picture.isEmpty()) {
            throw Problem.badRequest("Give a video, or an image and a sound.");
        }
        if (sound.isEmpty()) {
            throw Problem.badRequest("Give the sound that the image is to be asked about.");
        }
        if (video.isPresent() && !video.get().info().hasVideo()) {
            throw new Problem(
                    Problem.Kind.UNUSABLE_MEDIA,
                    "The video has no moving pictures; give it as an image, with a sound.");
        }
        if (!sound.get().info().hasAudio()) {
            throw new Problem(Problem.Kind.UNUSABLE_MEDIA, "There is no sound in it to ask about; give a sound, too.");
        }
        if (type.equals(PNG) && video.isPresent() || type.equals(MP4) && video.isEmpty()) {
            throw new Problem(
                    Problem.Kind.UNSUPPORTED_MEDIA_TYPE,
                    "A video is answered as JSON or mp4, an image as JSON or png.");
        }
        double start = fields.number("start", 0, 1e6, 0);
        OptionalDouble seconds = fields.number("seconds", 0.04, 1e6);
        return new Question(
                network,
                picture,
                video,
                sound.get(),
                new Stretch(start, seconds.isPresent() ? start + seconds.getAsDouble() : Double.POSITIVE_INFINITY),
                fields.number("soundAt", 0, 1e6),
                fields.whole("everyFrames", 1, 250, 5),
                fields.flag("maps", true),
                fields.number("visibleFrom", 1e-9, 1),
                fields.choice("color", ColorMap.INFERNO),
                fields.whole("shortSide", 64, 1080, 480),
                type);
    }

    private Answer asJob(Question question, Job job) throws IOException {
        long start = System.nanoTime();
        double total = question.seconds();
        Answer answer = localize(
                question,
                limits.jobTime(),
                seconds -> job.progress(Job.Progress.ofSeconds(
                        seconds - question.stretch().startSeconds(),
                        total,
                        Duration.ofNanos(System.nanoTime() - start))),
                false);
        return switch (answer) {
            case Answer.Json json -> {
                Path file = folder.fresh(".json");
                Files.write(file, Json.bytes(json.body()));
                yield new Answer.Stored(JSON, file, false, Map.of());
            }
            default -> answer;
        };
    }

    private Answer localize(Question question, Duration time, DoubleConsumer progress, boolean passing) {
        DecodeOptions decoding = GivenMedia.decoding(limits, time);
        try (FlowEstimator flow = networks.flow(question.network())) {
            Localizer localizer = new Localizer(
                    question.network().asked(),
                    flow,
                    question.visibleFrom().orElse(question.network().visibleFrom()));
            return question.video().isPresent()
                    ? video(question, question.video().get(), localizer, decoding, progress, passing)
                    : picture(question, question.picture().orElseThrow(), localizer, decoding, progress);
        }
    }

    private Answer video(
            Question question,
            GivenMedia video,
            Localizer localizer,
            DecodeOptions decoding,
            DoubleConsumer progress,
            boolean passing) {
        MomentReader.Source source =
                new MomentReader.Source(video.path(), question.sound().path(), decoding);
        Optional<Path> out = question.type().equals(MP4) ? Optional.of(folder.fresh(".mp4")) : Optional.empty();
        List<Localization.Moment> moments = new ArrayList<>();
        new VideoLocalizer(
                        localizer,
                        OverlayStyle.plain().with(question.color()),
                        question.everyFrames(),
                        question.shortSide(),
                        0)
                .localize(source, question.stretch(), out, timed -> {
                    requireTime(timed.seconds());
                    progress.accept(timed.seconds());
                    if (out.isEmpty()) {
                        moments.add(Localization.Moment.of(timed.seconds(), timed.answer(), question.maps()));
                    }
                });
        return out.<Answer>map(file -> new Answer.Stored(MP4, file, passing, Map.of()))
                .orElseGet(() -> new Answer.Json(localization(
                        question,
                        "video",
                        video.info().width(),
                        video.info().height(),
                        video,
                        OptionalDouble.empty(),
                        moments)));
    }

    private Answer picture(
            Question question,
            MediaSources.Picture picture,
            Localizer localizer,
            DecodeOptions decoding,
            DoubleConsumer progress) {
        Path sound = question.sound().path();
        MomentReader.Source source = new MomentReader.Source(sound, sound, decoding);
        RgbImage image = sources.read(picture, decoding);
        float[] seen = localizer.see(image);
        if (question.type().equals(PNG)) {
            Moment moment = question.soundAt().isPresent()
                    ? momentAt(source, question.soundAt().getAsDouble())
                    : LoudestSecond.of(source)
                            .orElseThrow(() ->
                                    new Problem(Problem.Kind.UNUSABLE_MEDIA, "There is no sound in it to ask about."));
            Localizer.Answer answer = localizer.localize(seen, moment.samples().orElseThrow());
            Path file = folder.fresh(".png");
            ImageFile.writePng(
                    Overlay.draw(image, answer, "", OverlayStyle.plain().with(question.color())), file);
            return new Answer.Stored(PNG, file, true, Map.of());
        }
        List<Localization.Moment> moments = new ArrayList<>();
        OptionalDouble loudest = OptionalDouble.empty();
        if (question.soundAt().isPresent()) {
            Moment moment = momentAt(source, question.soundAt().getAsDouble());
            moments.add(answered(localizer, seen, moment, question.maps()));
        } else {
            double most = -1;
            try (MomentReader reader =
                    MomentReader.open(source, FrameSize.exact(2, 2), question.everyFrames(), PictureInput.still(1))) {
                Optional<Moment> next = reader.next();
                while (next.isPresent() && next.get().sound().isPresent()) {
                    Moment moment = next.get();
                    requireTime(moment.seconds());
                    progress.accept(moment.seconds());
                    moments.add(answered(localizer, seen, moment, question.maps()));
                    double energy = moment.sound().get().energy();
                    if (energy > most) {
                        most = energy;
                        loudest = OptionalDouble.of(moment.seconds());
                    }
                    next = reader.next();
                }
            }
        }
        return new Answer.Json(
                localization(question, "picture", image.width(), image.height(), question.sound(), loudest, moments));
    }

    private static Localization.Moment answered(Localizer localizer, float[] seen, Moment moment, boolean maps) {
        return Localization.Moment.of(
                moment.seconds(),
                moment.sound().filter(Moment.Window::audible).map(window -> localizer.localize(seen, window.samples())),
                maps);
    }

    /** The moment around the second that begins then. */
    private static Moment momentAt(MomentReader.Source source, double startSeconds) {
        try (MediaFile media = MediaFile.open(source.sound(), source.decoding())) {
            if (startSeconds >= media.info().durationSeconds()) {
                throw Problem.badRequest("The sound ends before 'soundAt'.");
            }
            float[] samples = media.soundAround(startSeconds + 0.5, 1).samples();
            long start = Math.round(startSeconds * Sound.SAMPLE_RATE_HZ);
            return new Moment(
                    startSeconds + 0.5,
                    Optional.empty(),
                    Optional.of(new Moment.Window(start, samples.length, samples)));
        }
    }

    private void requireTime(double seconds) {
        GivenMedia.requireDuration(seconds, limits);
    }

    private static Localization localization(
            Question question,
            String kind,
            int width,
            int height,
            GivenMedia timed,
            OptionalDouble loudest,
            List<Localization.Moment> moments) {
        return new Localization(
                kind,
                width,
                height,
                timed.seconds() > 0 ? OptionalDouble.of(timed.seconds()) : OptionalDouble.empty(),
                question.everyFrames() / (double) VideoFrame.PER_SECOND,
                question.visibleFrom().orElse(question.network().visibleFrom()),
                question.visibleFrom().isPresent() || question.network().visibleFromChosen(),
                loudest,
                moments);
    }
}
