package dev.earsight.train;

/** Reasons to stop before the last step. */
final class Stopping {
    private Stopping() {}

    /** Stops when so many validations in a row were no better than the best. */
    static final class Patience implements TrainingListener {
        private final int patience;
        private int sinceBest;

        Patience(int patience) {
            this.patience = patience;
        }

        @Override
        public void afterValidation(Validation validation) {
            sinceBest = validation.best() ? 0 : sinceBest + 1;
        }

        @Override
        public boolean wantsToStop() {
            return sinceBest >= patience;
        }
    }

    /** Stops when so many minutes have passed since it was made. */
    static final class TimeLimit implements TrainingListener {
        private final long endNanos;

        TimeLimit(double minutes) {
            endNanos = System.nanoTime() + (long) (minutes * 60e9);
        }

        @Override
        public boolean wantsToStop() {
            return System.nanoTime() > endNanos;
        }
    }
}
