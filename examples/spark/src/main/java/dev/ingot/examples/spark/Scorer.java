package dev.ingot.examples.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;

/** Answers prompts on an executor; travels there. */
@FunctionalInterface
interface Scorer extends Serializable {

    /** Takes answers. */
    @FunctionalInterface
    interface Sink {

        /** Takes the answer to a line: its text, or why there is none. */
        void write(long row, String key, String text) throws IOException;
    }

    /** Answers all prompts, each once. */
    void score(Iterator<Prompt> prompts, Sink sink) throws IOException;
}
