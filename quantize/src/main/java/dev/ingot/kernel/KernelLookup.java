package dev.ingot.kernel;

import java.lang.System.Logger.Level;
import java.nio.ByteOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the kernels of this process, in this order: what {@value #PROPERTY} forces; plain Java when the Vector API is
 * not in the module graph, when the JVM does not compile it, or when the machine is big-endian; else vectors of the
 * machine's preferred width.
 */
final class KernelLookup {

    static final String PROPERTY = "ingot.kernel";
    static final Kernels SCALAR = new ScalarKernels();
    static final Kernels ACTIVE = choose();

    private static final String MODULE = "jdk.incubator.vector";

    private KernelLookup() {}

    /** Returns the vector width that {@value #PROPERTY} forces, or 0. */
    static int forcedBits() {
        return switch (forced()) {
            case "64", "128", "256", "512" -> Integer.parseInt(forced());
            default -> 0;
        };
    }

    private static Kernels choose() {
        final var log = System.getLogger(Kernels.class.getName());
        if (forced().equals("scalar")) {
            return SCALAR;
        }
        if (!forced().isEmpty() && forcedBits() == 0) {
            log.log(Level.WARNING, "{0}={1} is ignored: expected scalar, 64, 128, 256 or 512", PROPERTY,
                    forced());
        }
        final String obstacle = obstacle();
        if (obstacle != null) {
            log.log(Level.INFO, "Kernels run in plain Java: {0}", obstacle);
            return SCALAR;
        }
        try {
            final var kernels = new VectorKernels(SCALAR);
            log.log(Level.DEBUG, "Kernels run on vectors of {0} bits", kernels.vectorBits());
            return kernels;
        } catch (final LinkageError e) {
            log.log(Level.WARNING, "Kernels run in plain Java: this JDK has another Vector API", e);
            return SCALAR;
        }
    }

    /** Says why there can be no vectors, or null. */
    private static @Nullable String obstacle() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return "start the JVM with --add-modules " + MODULE + " to quantize several times faster";
        }
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            return "this machine is big-endian";
        }
        final String info = System.getProperty("java.vm.info", "");
        if (forcedBits() == 0 && (info.contains("interpreted") || info.contains("emulated-client"))) {
            return "this JVM runs without its optimizing compiler (" + info + ")";
        }
        return null;
    }

    private static String forced() {
        return System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT);
    }
}
