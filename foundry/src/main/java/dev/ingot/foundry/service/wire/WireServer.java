package dev.ingot.foundry.service.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections and reads each on a virtual thread, until it is closed. Answers are made on platform threads, at
 * most one for each connection, and those in parts are written by another virtual one. Its accepting thread keeps the JVM alive. Thread-safe.
 */
public final class WireServer implements AutoCloseable {

    private static final int BACKLOG = 128;
    private static final long TICK_MILLIS = 250;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final int MOST_TURNED_AWAY = 64;
    private static final System.Logger LOG = System.getLogger(WireServer.class.getName());

    private final ServerSocket socket;
    private final Limits limits;
    private final BodyBudget bodies;
    private final Patience patience;
    private final Places<Connection> places;
    private final Set<Connection> turnedAway = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("ingot-http-", 0).factory());
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ingot-http-ticker").factory());
    private final ExecutorService answers = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("ingot-answer-", 0).factory());
    private volatile @Nullable Thread acceptor;
    private volatile boolean closing;

    private WireServer(final ServerSocket socket, final Limits limits) {
        this.socket = socket;
        this.limits = limits;
        this.bodies = new BodyBudget(limits.allBodies());
        this.patience = limits.patience();
        this.places = new Places<>(limits.connections());
    }

    /**
     * Takes an address; clients that come wait until {@link #serve} is called.
     *
     * @param address where to listen; port 0 for any that is free
     * @param limits  what clients may take
     * @return the server, to be closed by the caller
     * @throws IOException if it cannot listen there
     */
    public static WireServer bind(final InetSocketAddress address, final Limits limits) throws IOException {
        final var socket = new ServerSocket();
        try {
            socket.bind(address, BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new WireServer(socket, limits);
    }

    /**
     * Begins to serve; to be called once.
     *
     * @param handler answers
     */
    public void serve(final Handler handler) {
        final var _ = ticker.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS,
                TimeUnit.MILLISECONDS);
        acceptor = Thread.ofPlatform().name("ingot-http-accept").start(() -> accept(handler));
    }

    private void accept(final Handler handler) {
        while (!closing) {
            try {
                begin(socket.accept(), handler);
            } catch (IOException e) {
                if (!closing) {
                    pause(e);
                }
            }
        }
    }

    /** Whatever is wrong with one client, others are served. */
    private void begin(final Socket client, final Handler handler) {
        try {
            take(new Connection(this, client, limits, handler));
        } catch (IOException e) {
            end(client, System.Logger.Level.DEBUG, e);
        } catch (RuntimeException | Error e) {
            end(client, System.Logger.Level.ERROR, e);
        }
    }

    private static void end(final Socket client, final System.Logger.Level level, final Throwable reason) {
        LOG.log(level, "cannot serve a connection", reason);
        try {
            client.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "close", e);
        }
    }

    private void take(final Connection connection) {
        if (places.take(connection)) {
            threads.execute(connection);
        } else if (turnedAway.size() < MOST_TURNED_AWAY) {
            turnedAway.add(connection);
            threads.execute(connection::turnAway);
        } else {
            connection.abort();
        }
    }

    /** Most likely there are too many open files: some will be closed. */
    private static void pause(final IOException reason) {
        LOG.log(System.Logger.Level.WARNING, "cannot accept a connection", reason);
        try {
            Thread.sleep(TICK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        final long now = System.nanoTime();
        places.guests().forEach(connection -> {
            try {
                connection.tick(now);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "cannot end a request", e); // The others' time goes on.
            }
        });
    }

    /** On a platform thread: native code and long work of one answer would hold the carrier of a virtual one. */
    CompletableFuture<Void> answer(final Runnable work) {
        return CompletableFuture.runAsync(work, answers);
    }

    /** Where answers in parts are written, each on a thread of its own beside the one that reads. */
    Executor writers() {
        return threads;
    }

    BodyBudget bodies() {
        return bodies;
    }

    Patience patience() {
        return patience;
    }

    boolean closing() {
        return closing;
    }

    void ended(final Connection connection) {
        turnedAway.remove(connection);
        places.leave(connection);
        synchronized (places) {
            places.notifyAll();
        }
    }

    /**
     * Returns where it listens.
     *
     * @return address and port
     */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /**
     * Returns how many clients are connected.
     *
     * @return connections, those without a request included
     */
    public int connections() {
        return places.guests().size();
    }

    /**
     * Returns how it stands with the clients.
     *
     * @return as it is now
     */
    public Clients clients() {
        return new Clients(connections(), patience.stalled().sum() / 1e9, patience.cutOff().sum());
    }

    /**
     * Takes no more connections, lets requests that are being answered end, cancels those that do not in time, and
     * waits for their threads. The second call does nothing.
     *
     * @param patience how long requests may take to end
     */
    public void close(final Duration patience) {
        closing = true;
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "close", e);
        }
        ended(acceptor);
        turnedAway.forEach(Connection::abort);
        places.guests().forEach(Connection::giveWay);
        awaitEnd(patience);
        places.guests().forEach(connection -> connection.interrupt(Interruption.CLOSING));
        awaitEnd(LAST_WORDS);
        places.guests().forEach(Connection::abort);
        threads.close();
        answers.close();
        ticker.close();
    }

    private static void ended(final @Nullable Thread thread) {
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd(final Duration patience) {
        final long end = System.nanoTime() + patience.toNanos();
        synchronized (places) {
            for (long left = patience.toMillis(); left > 0 && !places.guests().isEmpty(); left = (end
                    - System.nanoTime()) / 1_000_000) {
                try {
                    places.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** Closes without waiting for requests to end by themselves. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
