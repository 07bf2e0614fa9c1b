package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.error.ModelFormatException;
import dev.ingot.io.Checksums;
import dev.ingot.io.SafeName;
import dev.ingot.json.JsonFiles;
import dev.ingot.report.PlainLine;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The list at the beginning of an archive, with nothing in it that could do harm. */
final class ArchiveList {

    private static final int MAX_FILES = 10_000;
    private static final int MAX_DEPTH = 8;
    private static final long MAX_BYTES = 1L << 60;

    private final Path archive;
    private final Checksums contents;

    private ArchiveList(final Path archive, final Checksums contents) {
        this.archive = archive;
        this.contents = contents;
    }

    static ArchiveList parse(final Path archive, final byte[] json) {
        final var list = new ArchiveList(archive, Checksums.of(JsonFiles.parse(archive, json)));
        list.check();
        return list;
    }

    private void check() {
        final Map<String, Checksums.Content> files = contents.files();
        if (files.size() > MAX_FILES) {
            throw fault("at most " + MAX_FILES + " files", Integer.toString(files.size()));
        }
        final Set<String> folded = new HashSet<>();
        for (final String name : files.keySet()) {
            checkName(name);
            // Names that are one file elsewhere, and a file that is another one's directory.
            if (!folded.add(folded(name))) {
                throw fault("names that differ in more than case and accents' form", quoted(name));
            }
        }
        files.keySet().forEach(name -> checkParents(name, folded));
        require(InferenceModel.FILE);
        require(CacheScan.GENAI);
    }

    private static String folded(final String name) {
        return Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    private void checkName(final String name) {
        final String[] segments = name.split("/", -1);
        if (segments.length > MAX_DEPTH) {
            throw fault("directories at most " + MAX_DEPTH + " deep", quoted(name));
        }
        for (final String segment : segments) {
            SafeName.fault(segment).ifPresent(fault -> {
                throw fault("names that every system takes", quoted(name) + ", where " + fault);
            });
        }
        final boolean nested = name.indexOf('/') >= 0;
        if (nested && segments[segments.length - 1].equals(CacheScan.GENAI)) {
            throw fault("no model inside another model's directory", quoted(name));
        }
        if (!name.equals(InferenceModel.FILE) && !ModelChecksums.covers(name)) {
            throw fault("files of a model", quoted(name));
        }
    }

    private void checkParents(final String name, final Set<String> folded) {
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            if (folded.contains(folded(name.substring(0, slash)))) {
                throw fault("names of files", quoted(name) + " below another file");
            }
        }
    }

    private void require(final String name) {
        if (!contents.files().containsKey(name)) {
            throw fault(name, "no such file");
        }
    }

    /** Returns what the archive holds, by name. */
    Checksums contents() {
        return contents;
    }

    /** Returns how much room the files take; a sum that no disk has stays a number. */
    long bytes() {
        return contents.files().values().stream().mapToLong(Checksums.Content::size)
                .reduce(0, (a, b) -> Math.min(a, MAX_BYTES) + Math.min(b, MAX_BYTES));
    }

    private ModelFormatException fault(final String expected, final String found) {
        return ModelFormatException.of(archive, Checksums.FILE, expected, found);
    }

    private static String quoted(final String name) {
        final String printable = PlainLine.of(name);
        return "\"" + (printable.length() > 80 ? printable.substring(0, 80) + "..." : printable) + "\"";
    }
}
