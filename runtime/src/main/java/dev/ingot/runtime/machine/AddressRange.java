package dev.ingot.runtime.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of this process's address space.
 *
 * @param from its first byte
 * @param to   the byte behind its last
 */
public record AddressRange(long from, long to) {

    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final Pattern OWN = Pattern
            .compile("([0-9a-f]+)-([0-9a-f]+) rw-p [0-9a-f]+ \\S+ 0\\s*(?:\\[heap\\])?");

    /**
     * Returns how long it is.
     *
     * @return bytes
     */
    public long size() {
        return to - from;
    }

    /**
     * Lists the memory that belongs to this process alone, can be written and has no file behind it.
     *
     * @return the ranges by address; none where the system does not tell (it is Linux that does)
     */
    public static List<AddressRange> anonymous() {
        try {
            return Files.isReadable(MAPS) ? anonymous(Files.readAllLines(MAPS)) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Reads lines as {@code 7f0a-7f0b rw-p 00000000 00:00 0 [heap]}. */
    static List<AddressRange> anonymous(final List<String> lines) {
        return lines.stream().flatMap(line -> parse(line).stream()).toList();
    }

    private static Optional<AddressRange> parse(final String line) {
        final Matcher words = OWN.matcher(line);
        return words.matches() // the stack does not
                ? Optional.of(new AddressRange(Long.parseUnsignedLong(words.group(1), 16),
                        Long.parseUnsignedLong(words.group(2), 16)))
                : Optional.empty();
    }

    /**
     * Takes away what other ranges cover.
     *
     * @param some ranges by address
     * @param less ranges by address
     * @return what is in the first and not in the second, by address
     */
    public static List<AddressRange> without(final List<AddressRange> some, final List<AddressRange> less) {
        final var rest = new ArrayList<AddressRange>();
        for (final AddressRange range : some) {
            long from = range.from;
            for (final AddressRange hole : less) {
                if (hole.to > from && hole.from < range.to) {
                    add(rest, from, hole.from);
                    from = Math.max(from, hole.to);
                }
            }
            add(rest, from, range.to);
        }
        return List.copyOf(rest);
    }

    private static void add(final List<AddressRange> ranges, final long from, final long to) {
        if (from < to) {
            ranges.add(new AddressRange(from, to));
        }
    }
}
