package dev.ingot.foundry.validate;

import dev.ingot.json.JsonFiles;

/**
 * A run that has no report, such as that of a model which cannot be loaded, for continuous integration, which would else show
 * nothing, or the report of the run before. Immutable.
 */
public final class RunFailure {

    private final RunKind kind;
    private final String model;
    private final Throwable cause;

    private RunFailure(final RunKind kind, final String model, final Throwable cause) {
        this.kind = kind;
        this.model = model;
        this.cause = cause;
    }

    /**
     * Makes that of a benchmark.
     *
     * @param model as it was named
     * @param cause why there is no report
     * @return the failure
     */
    public static RunFailure ofBenchmark(final String model, final Throwable cause) {
        return new RunFailure(RunKind.BENCHMARK, model, cause);
    }

    /**
     * Makes that of a validation.
     *
     * @param model as it was named
     * @param cause why there is no report
     * @return the failure
     */
    public static RunFailure ofValidation(final String model, final Throwable cause) {
        return new RunFailure(RunKind.VALIDATION, model, cause);
    }

    private String reason() {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /**
     * Writes the failure as JSON, with the keys that every report begins with, and {@code error}.
     *
     * @return an object, indented by two, ending with a line break
     */
    public String toJson() {
        return JsonFiles.pretty(ReportJson.failed(kind, model, reason()), 2);
    }

    /**
     * Writes the failure as continuous integration reads it: one test, with an error.
     *
     * @return XML in UTF-8
     */
    public String toJUnit() {
        return JUnitXml.failed(kind.title(model), reason(), cause.getClass().getSimpleName());
    }
}
