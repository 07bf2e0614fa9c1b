package dev.ingot.foundry.doctor;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether a version of Ingot made the model whose notes this one does not know. */
final class VersionCheck implements ModelCheck {

    private static final String FILE = "ingot.json";
    private static final String FORMAT = "format_version";
    private static final int KNOWN = 1;

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.json(FILE).ifPresent(json -> {
            final @Nullable Object format = json.raw(FORMAT);
            if (!(format instanceof Integer version) || version != KNOWN) {
                findings.accept(
                        Finding.of(Fault.OTHER_VERSION, model.file(FILE)).line(model.line(FILE, FORMAT))
                                .expected(FORMAT + " " + KNOWN).found(FORMAT + " " + format + " of Ingot "
                                        + json.raw("ingot_version"))
                                .fix(format instanceof Integer version && version > KNOWN
                                        ? "update Ingot if something does not work"
                                        : "convert the model again if something does not work"));
            }
        });
    }
}
