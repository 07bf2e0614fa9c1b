package dev.ingot.bench;

import java.util.Map;
import java.util.Objects;

/** Prints speeds beside their limits. */
final class KernelLimits {

    /** On vectors of 128 or 256 bits. */
    static final double TIMES_SCALAR = 8;
    /** Without the incubator module. */
    static final double TIMES_LOOPS = 3;

    private static final String ACTIVE = " active";
    private static final double OF_COPY_SYMMETRIC = 0.55;
    private static final double OF_COPY_ASYMMETRIC = 0.4;
    private static final double OF_COPY_SEARCH = 0.03;
    private static final double OF_COPY_COMPARE = 0.8;
    private static final double TWO_THREADS = 1.8;
    private static final double STABLE = 0.8;

    private boolean kept = true;

    boolean kept() {
        return kept;
    }

    /** Prints kernels beside the copy and the definition; no least multiple of the latter means a share of the former. */
    void beside(final String path, final Map<String, Double> speeds, final double copy, final double times) {
        speeds.forEach((name, speed) -> {
            if (name.endsWith(ACTIVE)) {
                final String kernel = name.replace(ACTIVE, "");
                final double scalar = at(speeds, kernel + " scalar");
                System.out.printf("%-8s %-28s %6.3f GB/s, scalar %6.3f: %5.1f times; %5.3f of the copy%s%n",
                        path,
                        kernel, speed, scalar, speed / scalar, speed / copy,
                        times > 0 ? limit(speed / scalar, times) : limit(speed / copy, share(kernel)));
            }
        });
    }

    private static double share(final String kernel) {
        if (kernel.startsWith("k_quant")) {
            return OF_COPY_SEARCH;
        }
        return kernel.contains(" symmetric") ? OF_COPY_SYMMETRIC : OF_COPY_ASYMMETRIC;
    }

    void compare(final Map<String, Double> speeds, final double copy) {
        speeds.forEach((name, speed) -> {
            if (name.endsWith(ACTIVE)) {
                System.out.printf("compare  %-28s %6.3f GB/s, scalar %6.3f; %5.3f of the copy%s%n",
                        name.replace(ACTIVE, ""), speed, at(speeds, name.replace(ACTIVE, " scalar")),
                        speed / copy,
                        limit(speed / copy, OF_COPY_COMPARE));
            }
        });
    }

    /** Speeds are per processor second, so two threads have twice that of each. */
    void threads(final Map<String, Double> one, final Map<String, Double> two) {
        two.forEach((name, speed) -> System.out.printf("2 threads %-27s %6.3f GB/s each: %5.2f times one%s%n",
                name.replace(ACTIVE, ""), speed, 2 * speed / at(one, name),
                limit(2 * speed / at(one, name), TWO_THREADS)));
    }

    void order(final Map<String, Double> speeds) {
        final double ratio = at(speeds, "last" + ACTIVE) / at(speeds, "first" + ACTIVE);
        System.out.printf("after all other kernels: %6.3f GB/s, before: %6.3f: %5.2f%s%n",
                at(speeds, "last" + ACTIVE), at(speeds, "first" + ACTIVE), ratio, limit(ratio, STABLE));
    }

    /** Returns a speed that has been measured. */
    static double at(final Map<String, Double> speeds, final String name) {
        return Objects.requireNonNull(speeds.get(name), name);
    }

    private String limit(final double found, final double least) {
        kept &= found >= least;
        return "  (at least %s: %s)".formatted(least, found >= least ? "kept" : "MISSED");
    }
}
