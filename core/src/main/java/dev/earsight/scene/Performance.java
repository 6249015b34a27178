package dev.earsight.scene;

import java.util.ArrayList;
import java.util.List;

/**
 * What one voice plays in a clip, as sound and as notes: the notes are those the sound was made of.
 *
 * @param samples mono, 48 kHz, of no particular level
 * @param notes in order of time, also some before the clip and after it
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
record Performance(float[] samples, List<Note> notes) {
    Performance {
        notes = List.copyOf(notes);
    }

    /** The notes of one part. */
    List<Note> of(int part) {
        return notes.stream().filter(note -> note.part() == part).toList();
    }

    /**
     * When one part is played within the clip: a note lasts until it has fallen by 20 dB or, since one is played at a time, until
     * the next begins, whichever part it is on. A note that began before the clip has a start below 0.
     */
    List<Interval> events(int part) {
        List<Interval> events = new ArrayList<>();
        for (int i = 0; i < notes.size(); i++) {
            Note note = notes.get(i);
            double next = i + 1 < notes.size() ? notes.get(i + 1).startSeconds() : Double.POSITIVE_INFINITY;
            double end = Math.min(note.endSeconds(), next);
            boolean inClip = end > 0 && note.startSample() < samples.length && end > note.startSeconds();
            if (note.part() == part && inClip) {
                events.add(new Interval(note.startSeconds(), end));
            }
        }
        return events;
    }
}
