package dev.ingot.kernel;

import java.lang.System.Logger.Level;
import java.nio.ByteOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the kernels of this process, in this order: what {@value #PROPERTY} forces; plain loops when the Vector API is
 * not in the module graph or when the JVM does not compile it, one block after the other when the machine is big-endian;
 * else vectors of the machine's preferred width.
 */
final class KernelLookup {

    static final String PROPERTY = "ingot.kernel";
    static final Kernels SCALAR = new ScalarKernels();
    static final Kernels LOOPS = new LoopKernels(SCALAR);
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
        switch (forced()) {
            case "scalar" -> {
                return SCALAR;
            }
            case "loops" -> {
                return LOOPS;
            }
            default -> {
                // The best that there is.
            }
        }
        if (!forced().isEmpty() && forcedBits() == 0) {
            log.log(Level.WARNING, "{0}={1} is ignored: expected scalar, loops, 64, 128, 256 or 512",
                    PROPERTY,
                    forced());
        }
        final String obstacle = obstacle();
        if (obstacle != null) {
            log.log(Level.INFO, "Kernels run in plain Java: {0}", obstacle);
            return isLittleEndian() ? LOOPS : SCALAR;
        }
        try {
            final var kernels = new VectorKernels(LOOPS);
            log.log(Level.DEBUG, "Kernels run on vectors of {0} bits", kernels.vectorBits());
            return kernels;
        } catch (final LinkageError e) {
            log.log(Level.WARNING, "Kernels run in plain Java: this JDK has another Vector API", e);
            return LOOPS;
        }
    }

    /** Says why there can be no vectors, or null. */
    private static @Nullable String obstacle() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return "start the JVM with --add-modules " + MODULE + " to quantize faster";
        }
        if (!isLittleEndian()) {
            return "this machine is big-endian";
        }
        final String info = System.getProperty("java.vm.info", "");
        if (forcedBits() == 0 && (info.contains("interpreted") || info.contains("emulated-client"))) {
            return "this JVM runs without its optimizing compiler (" + info + ")";
        }
        return null;
    }

    private static boolean isLittleEndian() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    private static String forced() {
        return System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT);
    }
}
