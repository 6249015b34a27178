package dev.earsight.embed;

/**
 * A vector with its time.
 *
 * @param kind whether it was made of a picture or of a sound
 * @param startSeconds when what it was made of starts, from the start of the file; a picture starts and ends at its time
 * @param endSeconds when that ends
 * @param vector the embedding, of unit length for AVE-Net
 */
@SuppressWarnings("ArrayRecordComponent") // a vector is handed on, not kept
public record Embedding(Kind kind, double startSeconds, double endSeconds, float[] vector) {
    /** What was embedded. */
    public enum Kind {
        PICTURE,
        SOUND
    }
}
