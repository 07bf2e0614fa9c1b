package dev.ingot.examples.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Answers every line of a file, each exactly once.
 *
 * <ul>
 * <li>One model per executor, however many tasks it runs: {@link ExecutorModel}.
 * <li>Prompts of like length in one partition, and one batch: the model computes them side by side.
 * <li>A partition's answers become visible by one rename, whichever attempt of its task made them; what is there is not made
 * again, so that a job that died goes on where it was: {@link AnswerFiles}.
 * </ul>
 */
public final class ScoreOnSpark {

    private ScoreOnSpark() {}

    /**
     * Runs a job. Files have to lie where every executor sees them, such as a network directory.
     *
     * @param args directory of an ONNX model, file with a prompt per line, directory for the answers, number of partitions,
     *             and the master if spark-submit does not set it, for example {@code local[2]}
     * @throws IOException if files cannot be read or written
     */
    public static void main(final String... args) throws IOException {
        final var settings = new SparkConf().setAppName("score").set("spark.plugins",
                ExecutorModel.class.getName());
        if (args.length > 4) {
            settings.setMaster(args[4]);
        }
        try (var spark = new JavaSparkContext(settings)) {
            final long made = run(spark, new ModelScorer(args[0]), Path.of(args[1]), Path.of(args[2]),
                    Integer.parseInt(args[3]));
            System.out.println("answered " + made + " prompts");
        }
    }

    /**
     * Answers what has no answer yet.
     *
     * @param spark      to run on
     * @param scorer     answers prompts; is sent to the executors
     * @param prompts    file with a prompt per line
     * @param output     directory for the answers; one job at a time
     * @param partitions how many files of answers are made, at most
     * @return how many prompts were answered by this run
     * @throws IOException if the directory cannot be used
     */
    static long run(final JavaSparkContext spark, final Scorer scorer, final Path prompts, final Path output,
            final int partitions) throws IOException {
        try (var files = AnswerFiles.open(output)) {
            final Broadcast<Set<Long>> done = spark.broadcast(files.rows());
            final int run = files.nextRun();
            final String directory = output.toString();
            final JavaRDD<Prompt> missing = spark.textFile(prompts.toString()).zipWithIndex()
                    .map(line -> new Prompt(line._2(), line._1()))
                    .filter(prompt -> !done.value().contains(prompt.row()));
            return missing.keyBy(Prompt::length).sortByKey(true, partitions).values()
                    .mapPartitions(rows -> List.of(score(scorer, rows, directory, run)).iterator())
                    .fold(0L, Long::sum);
        }
    }

    private static long score(final Scorer scorer, final Iterator<Prompt> rows, final String directory,
            final int run) throws IOException {
        final TaskContext task = TaskContext.get();
        try (var file = new AnswerFile(Path.of(directory), run, task.partitionId(), task.taskAttemptId())) {
            scorer.score(rows, file::write);
            return file.publish();
        }
    }
}
