package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The directories of a cache that somebody may mean by a name: those that are called so, and those whose registration says
 * it, however damaged or misspelt that is. Whether readers list them is another question.
 */
public final class Namesakes {

    private static final int READ = 1 << 16;

    private final Path root;
    private final Pattern directories;
    private final Pattern declaration;
    private final Set<Path> found = new LinkedHashSet<>();

    private Namesakes(final String name, final Path root) {
        this.root = root;
        final boolean versioned = name.indexOf(':') >= 0;
        final String segment = Pattern.quote(ModelId.declared(name).segment());
        final int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        this.directories = Pattern.compile(versioned ? segment : segment + "(-[0-9]+)?", flags);
        this.declaration = Pattern.compile("[\"']?" + InferenceModel.NAME + "[\"']?\\s*:\\s*[\"']"
                + Pattern.quote(name) + (versioned ? "" : "(:[^\"']*)?") + "[\"']", flags);
    }

    /**
     * Looks for them.
     *
     * @param name {@code name:version}, or a name alone, which stands for every version
     * @param root of the cache
     * @return directories in the order of the scan, those inside a model included; the root where its own registration
     *         says the name
     */
    public static List<Path> of(final String name, final Path root) {
        final var namesakes = new Namesakes(name, root);
        CacheScan.walk(root, namesakes.new Walk(false));
        return List.copyOf(namesakes.found);
    }

    /** Readers do not look below a model; whoever asks why one is not listed does. */
    private final class Walk implements CacheScan.Visitor {

        private final boolean insideModel;

        Walk(final boolean insideModel) {
            this.insideModel = insideModel;
        }

        @Override
        public void model(final Path directory) {
            if (insideModel) {
                look(directory);
            } else {
                CacheScan.walk(directory, new Walk(true));
            }
        }

        @Override
        public void other(final Path directory) {
            look(directory);
        }

        @Override
        public void unreadable(final Path directory, final IOException cause) {
            look(directory); // its name can be read
        }
    }

    private void look(final Path directory) {
        final boolean called = !directory.equals(root)
                && directories.matcher(String.valueOf(directory.getFileName())).matches();
        if (called || registrations(directory).stream().anyMatch(this::declares)) {
            found.add(directory);
        }
    }

    /** The file, by whatever capitals it is called. */
    private static List<Path> registrations(final Path directory) {
        final var files = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(directory,
                entry -> String.valueOf(entry.getFileName()).equalsIgnoreCase(InferenceModel.FILE))) {
            entries.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            System.getLogger(Namesakes.class.getName()).log(System.Logger.Level.DEBUG, "cannot be listed", e);
        }
        return files;
    }

    private boolean declares(final Path file) {
        try (var input = Files.newInputStream(file)) {
            // Of UTF-16, as tools of Windows write it, ASCII is left.
            final String text = new String(input.readNBytes(READ), StandardCharsets.UTF_8).replace("\0", "");
            return declaration.matcher(text).find();
        } catch (IOException e) {
            System.getLogger(Namesakes.class.getName()).log(System.Logger.Level.DEBUG, "cannot be read", e);
            return false;
        }
    }
}
