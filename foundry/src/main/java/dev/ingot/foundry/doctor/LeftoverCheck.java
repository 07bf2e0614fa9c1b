package dev.ingot.foundry.doctor;

import dev.ingot.io.Leftovers;
import java.nio.file.Files;
import java.util.function.Consumer;

/**
 * Whether a model is what a process of ours set aside while it replaced it, and died before it was done. Readers list it, so
 * that a model without a successor stays one; the next change of the cache puts things right.
 */
final class LeftoverCheck implements ModelCheck {

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        Leftovers.origin(model.directory()).ifPresent(origin -> {
            final String text = Files.exists(origin)
                    ? "clear it away, " + origin.getFileName() + " has taken its place"
                    : "call it " + origin.getFileName() + " again";
            findings.accept(Finding.of(Fault.LEFTOVER, model.directory())
                    .repair(new Repair(model.directory(), text, keeper -> Leftovers.clear(origin))));
        });
    }
}
