package io.explainrec.ml.eval;

/** Hears how far an evaluation is, from any thread. */
public interface Progress {
    /** Hears nothing. */
    Progress NONE = new Progress() {
        @Override
        public void steps(int total) {}

        @Override
        public void done(String step) {}
    };

    /** How many steps there will be. */
    void steps(int total);

    /** A step is done. */
    void done(String step);
}
