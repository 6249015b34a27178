package dev.earsight.shard;

/** A file cannot be used, and why. */
final class UnusableSourceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final SkipReason reason;

    UnusableSourceException(SkipReason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    SkipReason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
