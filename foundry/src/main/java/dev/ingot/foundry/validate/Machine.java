package dev.ingot.foundry.validate;

/**
 * Where something was measured.
 *
 * @param system     operating system and kind of processor
 * @param processors how many the process may use
 * @param java       version of the JVM
 */
public record Machine(String system, int processors, String java) {

    /**
     * Returns the one that this runs on.
     *
     * @return as the JVM describes it
     */
    public static Machine current() {
        return new Machine(System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(), Runtime.version().toString());
    }

    @Override
    public String toString() {
        return system + ", " + processors + (processors == 1 ? " processor" : " processors") + ", Java "
                + java;
    }
}
