package dev.ingot.foundry;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Foundry Local's C++ core lists, written a second time from the description of its scan, with nothing of the code
 * under test: old file API, recursion without a memory, a JSON parser of its own. Since the core follows links for ever,
 * here a path through more links than the tree has ends.
 */
final class FoundryRules {

    private final int mostLinks;
    private final Map<String, File> listed = new TreeMap<>();

    private FoundryRules(final int mostLinks) {
        this.mostLinks = mostLinks;
    }

    /** Returns the listed ids with the directories that declare them; of several the last in the order of names. */
    static Map<String, File> list(final File root, final int links) {
        final var rules = new FoundryRules(links);
        rules.below(root, 0);
        return rules.listed;
    }

    // 1. Only the directories below the root; 2. at any depth.
    private void below(final File directory, final int links) {
        final File[] children = directory.listFiles();
        if (children == null) {
            return; // 4. What cannot be read ends its branch.
        }
        Arrays.sort(children);
        for (final File child : children) {
            if (child.isDirectory()) {
                final int followed = links + (Files.isSymbolicLink(child.toPath()) ? 1 : 0);
                if (followed <= mostLinks) {
                    visit(child, followed);
                }
            }
        }
    }

    private void visit(final File directory, final int links) {
        // 3. All three, or the search goes on below.
        if (new File(directory, "genai_config.json").exists()
                && new File(directory, "inference_model.json").exists()
                && !new File(directory, "download.tmp").exists()) {
            leaf(directory);
        } else {
            below(directory, links);
        }
    }

    private void leaf(final File directory) {
        final byte[] json;
        try {
            json = Files.readAllBytes(new File(directory, "inference_model.json").toPath());
        } catch (IOException e) {
            return;
        }
        // 5. One key, a string, not empty; 6. version 0 unless there is a colon.
        StrictJson.object(json).ifPresent(map -> {
            if (map.get("Name") instanceof String name && !name.isEmpty()) {
                listed.put(name.indexOf(':') >= 0 ? name : name + ":0", directory);
            }
        });
    }
}
