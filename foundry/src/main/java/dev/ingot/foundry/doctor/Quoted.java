package dev.ingot.foundry.doctor;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Paths in commands that people copy. */
final class Quoted {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./\\\\~-]+");

    private Quoted() {}

    /** Returns a path as shells take it for one word: in quotes where it has blanks or the like. */
    static String of(final Path path) {
        final String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : '"' + text + '"';
    }
}
