package dev.earsight.scene;

import java.util.List;

/**
 * What several microphones record of a scene, in place of its mono mixture. This room knows who plays what and where on the picture;
 * the recorder knows where the microphones stand and how the room sounds. Used by several threads at once.
 */
public interface MultichannelRecorder {
    /** How many channels there are, 1 to 8. */
    int channels();

    /** Says in one line what it depends on: part of the hash by which clips made otherwise are told apart. */
    String fingerprint();

    /**
     * Records one scene; the same scene always sounds the same.
     *
     * @param truth what is where; with seed and index
     * @param tracks what each thing plays
     * @param levelDb root mean square of the channels asked for, in dB below full scale
     * @param snrDb ratio of the sounds to the noise of each microphone
     */
    Recorded record(SceneTruth truth, List<DryTrack> tracks, double levelDb, double snrDb);

    /**
     * A recorded scene.
     *
     * @param channels samples at 48 kHz within full scale, {@code [channel][sample]}
     * @param truth with the place of each thing
     */
    @SuppressWarnings("ArrayRecordComponent") // seconds of samples, never compared
    record Recorded(float[][] channels, SceneTruth truth) {}
}
