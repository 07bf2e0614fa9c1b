package dev.ingot.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Another process that always has something to do. It ends with the one that started it: when its input is closed. */
public final class BusyProcess implements AutoCloseable {

    private final Process process;

    private BusyProcess(final Process process) {
        this.process = process;
    }

    /** Starts one that computes with so many threads. */
    static BusyProcess start(final int threads) throws IOException {
        final var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx32m", "-cp",
                System.getProperty("java.class.path"), BusyProcess.class.getName(), String.valueOf(threads))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (process.getInputStream().read() < 0) {
            throw new IOException("the busy process did not start");
        }
        return new BusyProcess(process);
    }

    /**
     * Computes until standard input ends.
     *
     * @param args number of threads
     * @throws IOException if standard input cannot be read
     */
    public static void main(final String[] args) throws IOException {
        final List<Thread> threads = IntStream.range(0, Integer.parseInt(args[0]))
                .mapToObj(i -> Thread.ofPlatform().daemon().start(BusyProcess::compute)).toList();
        System.out.println(threads.size());
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    private static void compute() {
        for (long state = 1; state != 0; state = state * 6_364_136_223_846_793_005L + 1) {
            // The product is the work.
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
