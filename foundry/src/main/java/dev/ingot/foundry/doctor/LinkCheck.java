package dev.ingot.foundry.doctor;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.function.Consumer;

/** Whether links lead somewhere. Copies of a Hugging Face cache are full of links into a folder that did not come along. */
final class LinkCheck implements ModelCheck {

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        look(model.directory(), findings);
    }

    static void look(final Path directory, final Consumer<Finding> findings) {
        try (var entries = Files.newDirectoryStream(directory, Files::isSymbolicLink)) {
            for (final Path link : entries) {
                look(directory, link, findings);
            }
        } catch (IOException | DirectoryIteratorException e) {
            System.getLogger(LinkCheck.class.getName()).log(System.Logger.Level.DEBUG, "told elsewhere", e);
        }
    }

    private static void look(final Path directory, final Path link, final Consumer<Finding> findings)
            throws IOException {
        if (isCircle(link)) {
            findings.accept(Finding.of(Fault.LINK_TO_ITSELF, link)
                    .found(String.valueOf(Files.readSymbolicLink(link))).fix("delete the link"));
        } else if (!Files.exists(link)) {
            findings.accept(Finding.of(Fault.LINK_TO_NOTHING, link).expected("a file or directory")
                    .found(String.valueOf(Files.readSymbolicLink(link)))
                    .fix("copy what it meant to this place, or delete the link"));
        } else if (Files.isDirectory(link) && directory.toRealPath().startsWith(link.toRealPath())) {
            findings.accept(Finding.of(Fault.LINK_CIRCLE, link).found(String.valueOf(link.toRealPath()))
                    .fix("delete the link: readers without protection follow it for ever"));
        }
    }

    /** Tells whether a link leads, at once or by way of others, to itself. */
    private static boolean isCircle(final Path link) throws IOException {
        final var seen = new HashSet<Path>();
        Path at = link.toAbsolutePath().normalize();
        while (Files.isSymbolicLink(at)) {
            if (!seen.add(at)) {
                return true;
            }
            at = at.resolveSibling(Files.readSymbolicLink(at)).normalize();
        }
        return false;
    }
}
