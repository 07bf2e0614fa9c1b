package dev.ingot.io;

import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The temporary siblings of a {@link StagedDirectory}, and the way back to the state before when the process that made
 * them died: what was never visible is dropped, what was replaced but has no successor is put back.
 */
public final class Leftovers {

    private static final String STAGING = ".ingot-new-";
    private static final String OLD = ".ingot-old-";
    private static final Pattern SIBLING = Pattern
            .compile("\\.(.+)\\.ingot-(?:new|old)-(\\d+-\\d+(?:-[0-9a-f]{8})?)-\\d+");
    private static final AtomicLong COUNTER = new AtomicLong();

    private Leftovers() {}

    /**
     * Tells whether a directory is the unfinished work of a process of ours that died; the next change clears it.
     *
     * @param directory the directory
     * @return true if so
     * @throws StorageException if that cannot be found out
     */
    public static boolean isAbandoned(final Path directory) {
        try {
            return ProcessMark.isAbandoned(directory);
        } catch (IOException e) {
            throw new StorageException("look into", directory, e);
        }
    }

    /**
     * Tells for which directory a process of ours that died made a temporary sibling.
     *
     * @param directory the sibling
     * @return the directory as its users know it; empty where the name is none that we give, or the process lives
     * @throws StorageException if that cannot be found out
     */
    public static Optional<Path> origin(final Path directory) {
        final Path absolute = directory.toAbsolutePath().normalize();
        final var sibling = SIBLING.matcher(String.valueOf(absolute.getFileName()));
        try {
            return sibling.matches() && ProcessMark.isDead(sibling.group(2), absolute)
                    ? Optional.of(absolute.resolveSibling(sibling.group(1)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new StorageException("look into", directory, e);
        }
    }

    static String stagingName(final Path target) {
        return prefix(target, STAGING) + ProcessMark.current() + "-" + COUNTER.incrementAndGet();
    }

    static String oldName(final Path target) {
        return prefix(target, OLD) + ProcessMark.current() + "-" + COUNTER.incrementAndGet();
    }

    private static String prefix(final Path target, final String kind) {
        return "." + target.getFileName() + kind;
    }

    /**
     * Clears what dead processes left of one target.
     *
     * @param target the directory as its users know it
     * @throws StorageException if the siblings cannot be listed or removed
     */
    public static void clear(final Path target) {
        final Path absolute = target.toAbsolutePath().normalize();
        try {
            if (ProcessMark.isAbandoned(absolute)) {
                Trees.delete(absolute);
            }
            for (final Path old : ofDeadProcesses(absolute, OLD)) {
                putBackOrDelete(old, absolute);
            }
            for (final Path staging : ofDeadProcesses(absolute, STAGING)) {
                Trees.delete(staging);
            }
        } catch (IOException e) {
            throw new StorageException("clear what an interrupted run left beside", absolute, e);
        }
    }

    /**
     * Clears what dead processes left of all targets in a directory.
     *
     * @param parent the directory
     * @throws StorageException if something cannot be listed or removed
     */
    public static void clearAll(final Path parent) {
        if (!Files.isDirectory(parent)) {
            return;
        }
        final var names = new TreeSet<String>();
        try (var entries = Files.newDirectoryStream(parent)) {
            for (final Path entry : entries) {
                final String name = String.valueOf(entry.getFileName());
                final var sibling = SIBLING.matcher(name);
                if (sibling.matches()) {
                    names.add(sibling.group(1));
                } else if (ProcessMark.isAbandoned(entry)) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException e) {
            return; // somebody alive has just finished with it
        } catch (IOException e) {
            throw new StorageException("list", parent, e);
        }
        names.forEach(name -> clear(parent.resolve(name)));
    }

    private static void putBackOrDelete(final Path old, final Path target) throws IOException {
        final boolean whole = !Files.exists(old.resolve(StagedDirectory.MARK));
        if (whole && !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
        } else {
            StagedDirectory.deleteUnseen(old);
        }
    }

    private static List<Path> ofDeadProcesses(final Path target, final String kind) throws IOException {
        final Path parent = Objects.requireNonNull(target.getParent(), "target has no parent");
        final var found = new ArrayList<Path>();
        if (!Files.isDirectory(parent)) {
            return found;
        }
        final String prefix = prefix(target, kind);
        try (var siblings = Files.newDirectoryStream(parent,
                entry -> String.valueOf(entry.getFileName()).startsWith(prefix))) {
            for (final Path sibling : siblings) {
                final String suffix = String.valueOf(sibling.getFileName()).substring(prefix.length());
                final int counter = suffix.lastIndexOf('-');
                if (counter > 0 && ProcessMark.isDead(suffix.substring(0, counter), sibling)) {
                    found.add(sibling);
                }
            }
        }
        return found;
    }
}
