package dev.earsight.resume;

/** A file cannot be used, and why. */
public final class UnusableSourceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final SkipReason reason;

    /** With the reason and what was found, in words. */
    public UnusableSourceException(SkipReason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** Why. */
    public SkipReason reason() {
        return reason;
    }

    /** What was found, in words. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
