package dev.ingot.foundry.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Hands the terminal to commands that want it. */
final class CommandFactory implements IFactory {

    private final Terminal terminal;

    CommandFactory(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public <K> K create(final Class<K> type) throws Exception {
        for (final Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1
                    && constructor.getParameterTypes()[0] == Terminal.class) {
                return type.cast(constructor.newInstance(terminal));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
