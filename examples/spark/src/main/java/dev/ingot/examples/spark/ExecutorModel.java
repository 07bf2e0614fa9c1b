package dev.ingot.examples.spark;

import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * The one model of an executor: loaded by the first task that asks, with as many threads as the executor has cores, shared by
 * all tasks, whose prompts then share the model's steps, and freed when Spark ends the executor.
 */
public final class ExecutorModel implements SparkPlugin {

    private static int cores = 1; // guarded by the class
    private static @Nullable Path directory; // guarded by the class
    private static @Nullable Generator generator; // guarded by the class

    /** For Spark, which makes it by name. */
    public ExecutorModel() {}

    /** Returns the model, loaded if it was not. */
    static synchronized Generator get(final Path model) {
        if (generator == null) {
            generator = Generator.open(model,
                    GeneratorOptions.DEFAULT.threads(cores).sequences(Math.max(8, 4 * cores)));
            directory = model;
        } else if (!model.equals(directory)) {
            throw new IllegalStateException(
                    "expected one model per application, found " + directory + " and " + model);
        }
        return generator;
    }

    private static synchronized void cores(final int count) {
        cores = count;
    }

    private static synchronized void close() {
        if (generator != null) {
            generator.close();
            generator = null;
        }
    }

    /** Tells whether a model is loaded. */
    static synchronized boolean isOpen() {
        return generator != null;
    }

    @Override
    public @Nullable DriverPlugin driverPlugin() {
        return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {

            @Override
            public void init(final PluginContext context, final Map<String, String> extra) {
                // In local mode the master says how many: local[2].
                final String master = context.conf().get("spark.master", "");
                final String local = master.replaceFirst("^local\\[(\\d+).*$", "$1");
                cores(local.equals(master)
                        ? context.conf().getInt("spark.executor.cores",
                                Runtime.getRuntime().availableProcessors())
                        : Integer.parseInt(local));
            }

            @Override
            public void shutdown() {
                close();
            }
        };
    }
}
