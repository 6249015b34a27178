package dev.earsight;

/**
 * What every room throws when it cannot do what was asked: the message is one sentence a user can act on, naming the
 * file or setting and the remedy. The command line prints the message alone, without a stack trace.
 */
public class EarsightException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Something the user can mend, said in {@code message}. */
    public EarsightException(String message) {
        super(message);
    }

    /** Something the user can mend, with the failure underneath kept for {@code --verbose}. */
    public EarsightException(String message, Throwable cause) {
        super(message, cause);
    }
}
