package dev.ingot.runtime.engine;

import dev.ingot.error.ModelRunException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the steps that wait together, and tells those whose step was stopped or failed. A failure of one, for want of
 * memory, leaves the others alone. All but {@link #stopped} on the model's thread.
 */
final class StepRunner implements RowSteps {

    private final Stepper stepper;
    private volatile @Nullable SharedRun running;

    StepRunner(final Stepper stepper) {
        this.stepper = stepper;
    }

    @Override
    public int widest() {
        return stepper.widest();
    }

    @Override
    public List<RowStep> run(final List<RowStep> steps) {
        final List<RowStep> ready = steps.stream().filter(this::isReady).toList();
        final var made = new ArrayList<RowStep>();
        if (!ready.isEmpty()) {
            for (final List<RowStep> neighbours : together(ready)) {
                if (make(neighbours)) {
                    made.addAll(neighbours);
                }
            }
        }
        return made;
    }

    private boolean isReady(final RowStep step) {
        if (step.control().stopped()) {
            step.done().complete(false);
            return false;
        }
        try {
            stepper.reserve(step.sequence());
            return true;
        } catch (RuntimeException | Error e) {
            step.done().completeExceptionally(e);
            return false;
        }
    }

    private List<List<RowStep>> together(final List<RowStep> steps) {
        try {
            return stepper.together(steps);
        } catch (RuntimeException | Error e) {
            steps.forEach(step -> step.done().completeExceptionally(e));
            return List.of();
        }
    }

    private boolean make(final List<RowStep> steps) {
        try (var run = new SharedRun(steps)) {
            running = run;
            stepper.step(steps, run.options());
            return true;
        } catch (RuntimeException | Error e) {
            steps.forEach(step -> fail(step, e));
            return false;
        } finally {
            running = null;
        }
    }

    private static void fail(final RowStep step, final Throwable e) {
        if (e instanceof ModelRunException && step.control().stopped()) {
            step.done().complete(false);
        } else {
            step.done().completeExceptionally(e);
        }
    }

    /** Ends the step that runs, if all who wait for it were stopped. */
    void stopped() {
        final @Nullable SharedRun current = running;
        if (current != null) {
            current.stopIfNobodyWaits();
        }
    }
}
