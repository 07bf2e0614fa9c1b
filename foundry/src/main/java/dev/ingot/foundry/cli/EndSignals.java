package dev.ingot.foundry.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The signals that ask a process to end, told to somebody instead of ending it, until closed. By {@code sun.misc.Signal}
 * of jdk.unsupported, for which there is no other way; by reflection, because the compiler warns of it and that cannot be
 * switched off.
 */
final class EndSignals implements AutoCloseable {

    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Class<?> signalType;
    private final Class<?> handlerType;
    private final Method handle;

    private EndSignals() throws ReflectiveOperationException {
        signalType = Class.forName("sun.misc.Signal");
        handlerType = Class.forName("sun.misc.SignalHandler");
        handle = signalType.getMethod("handle", signalType, handlerType);
    }

    /**
     * Begins to listen.
     *
     * @param listener told the signal's number, on a thread of the JVM's
     * @throws ReflectiveOperationException if this JVM has no such class
     */
    static EndSignals listen(final IntConsumer listener) throws ReflectiveOperationException {
        final var signals = new EndSignals();
        for (final String name : NAMES) {
            signals.listen(name, listener);
        }
        return signals;
    }

    private void listen(final String name, final IntConsumer listener) throws ReflectiveOperationException {
        try {
            final Object signal = signalType.getConstructor(String.class).newInstance(name);
            final int number = (int) signalType.getMethod("getNumber").invoke(signal);
            final Object ignored = handlerType.getField("SIG_IGN").get(null);
            final Object before = handle.invoke(null, signal, handler(() -> listener.accept(number)));
            if (ignored.equals(before)) {
                set(signal, before); // nohup
            } else {
                undo.push(() -> set(signal, before));
            }
        } catch (InvocationTargetException e) {
            // Windows has no HUP, and -Xrs keeps all of them for the system.
            System.getLogger(EndSignals.class.getName()).log(System.Logger.Level.DEBUG, name, e.getCause());
        }
    }

    private Object handler(final Runnable action) {
        return Proxy.newProxyInstance(EndSignals.class.getClassLoader(), new Class<?>[]{handlerType},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" ->
                        System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                    case "toString" -> "EndSignals";
                    default -> {
                        action.run();
                        yield null;
                    }
                });
    }

    private void set(final Object signal, final Object handler) {
        try {
            handle.invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            System.getLogger(EndSignals.class.getName()).log(System.Logger.Level.DEBUG,
                    String.valueOf(signal), e);
        }
    }

    /** Lets the JVM's own handling come back. */
    @Override
    public void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
