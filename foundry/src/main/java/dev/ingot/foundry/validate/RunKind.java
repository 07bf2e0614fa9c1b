package dev.ingot.foundry.validate;

/** What kind of run a report is of. */
enum RunKind {
    BENCHMARK("benchmark", "ingot bench "), VALIDATION("validation", "ingot validate ");

    private final String key;
    private final String command;

    RunKind(final String key, final String command) {
        this.key = key;
        this.command = command;
    }

    /** Returns the word for programs. */
    String key() {
        return key;
    }

    /** Returns what readers of tests call the run of a model. */
    String title(final String model) {
        return command + model;
    }
}
