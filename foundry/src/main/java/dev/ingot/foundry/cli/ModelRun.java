package dev.ingot.foundry.cli;

import dev.ingot.error.IngotException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.StorageException;
import dev.ingot.runtime.ChatSession;
import dev.ingot.runtime.ContextPolicy;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Talks to a model. */
@Command(name = "run", description = "Talk to a model: one answer with --prompt, else a conversation; /exit leaves it.")
final class ModelRun implements Callable<Integer> {

    private static final String EXIT = "/exit";

    @Parameters(paramLabel = "NAME|DIR", description = "A model of the cache, or a model's directory.")
    String model = "";

    @Option(names = "--prompt", paramLabel = "TEXT", description = "Ask this and leave.")
    @Nullable
    String prompt;

    @Option(names = "--restore", paramLabel = "FILE", description = "Go on with a conversation that was saved.")
    @Nullable
    Path restore;

    @Option(names = "--save", paramLabel = "FILE", description = "Save the conversation at its end, with the model's state.")
    @Nullable
    Path save;

    @Mixin
    private final LoadingOptions loading = new LoadingOptions();

    @Mixin
    private final AdapterOption adapter = new AdapterOption();

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    ModelRun(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (prompt != null && prompt.isBlank()) {
            throw new InvalidOptionException("--prompt: expected a question, found only blanks");
        }
        final var found = ModelSource.find(model, cache.open(terminal));
        try (var generator = Generator.open(found, loading.options(terminal))) {
            final ChatSession session = session(generator);
            if (prompt != null) {
                answer(session, prompt);
            } else {
                converse(session);
            }
            if (save != null) {
                session.save(save);
            }
        }
        return 0;
    }

    private ChatSession session(final Generator generator) {
        final var options = adapter.apply(generator, GenerationOptions.DEFAULT);
        if (restore == null) {
            return generator.chat(options).onFull(ContextPolicy.DROP_OLDEST_TURNS);
        }
        final var session = ChatSession.restore(generator, restore);
        return options.adapter().isPresent() ? session.options(options) : session;
    }

    private void converse(final ChatSession session) {
        if (terminal.interactive()) {
            terminal.note("talking to " + model + "; " + EXIT + " leaves");
        }
        // Not closed: standard input belongs to the process.
        final var reader = new BufferedReader(
                new InputStreamReader(terminal.in(), StandardStreams.charset(terminal.interactive())));
        for (@Nullable
        String line = next(reader); line != null; line = next(reader)) {
            if (!line.isBlank()) {
                turn(session, line);
            }
        }
    }

    private @Nullable String next(final BufferedReader reader) {
        if (terminal.interactive()) {
            terminal.out().print("> ");
            terminal.out().flush();
        }
        try {
            final @Nullable String line = reader.readLine();
            return line == null || line.strip().equals(EXIT) ? null : line;
        } catch (IOException e) {
            throw new StorageException("read", Path.of("standard input"), e);
        }
    }

    /** One failed question need not end a conversation; a script wants to know of it. */
    private void turn(final ChatSession session, final String line) {
        try {
            answer(session, line);
        } catch (IngotException e) {
            if (!terminal.interactive()) {
                throw e;
            }
            terminal.note(String.valueOf(e.getMessage()));
        }
    }

    private void answer(final ChatSession session, final String question) {
        final int dropped = session.dropped();
        session.askParts(question, new AnswerPrinter(terminal));
        terminal.out().println();
        if (session.dropped() > dropped) {
            terminal.note("the conversation has outgrown the model's context: its first " + session.dropped()
                    + " messages are no longer shown to it");
        }
    }
}
