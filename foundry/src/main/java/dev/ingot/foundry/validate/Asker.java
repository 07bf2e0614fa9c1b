package dev.ingot.foundry.validate;

import dev.ingot.chat.Message;
import dev.ingot.error.CancelledException;
import dev.ingot.error.IngotException;
import dev.ingot.runtime.ChatSession;
import dev.ingot.runtime.FinishReason;
import dev.ingot.runtime.Generation;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** Asks a model and takes the time. What is thrown on purpose becomes part of the reply. Thread-safe. */
record Asker(Generator generator) {

    Reply ask(final Prompt prompt, final GenerationOptions options) {
        return switch (prompt) {
            case Prompt.Text plain -> timed(listener -> generator.generate(plain.text(), options, listener));
            case Prompt.Chat chat -> timed(listener -> chat(chat.messages(), options, listener));
        };
    }

    Reply ask(final int[] prompt, final GenerationOptions options) {
        return timed(listener -> generator.generate(prompt, options, listener));
    }

    private Generation chat(final List<Message> messages, final GenerationOptions options,
            final Consumer<Token> listener) {
        final ChatSession session = generator.chat(options);
        messages.subList(0, messages.size() - 1).forEach(session::add);
        return session.ask(messages.getLast().content(), listener);
    }

    private static Reply timed(final Function<Consumer<Token>, Generation> request) {
        final var first = new AtomicLong();
        final long start = System.nanoTime();
        try {
            final Generation generation = request.apply(
                    token -> first.compareAndSet(0, Math.max(1, System.nanoTime() - start)));
            return reply(generation, Duration.ofNanos(System.nanoTime() - start), first.get());
        } catch (CancelledException e) {
            throw e;
        } catch (IngotException e) {
            return Reply.failed(String.valueOf(e.getMessage()), Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static Reply reply(final Generation generation, final Duration time, final long first) {
        if (generation.finishReason() == FinishReason.CANCELLED && Thread.currentThread().isInterrupted()) {
            throw new CancelledException("interrupted while a model answered");
        }
        final Optional<String> failure = generation.finishReason() == FinishReason.DEADLINE
                ? Optional.of("expected an answer in time, found none after " + Figures.time(time))
                : Optional.empty();
        final String content = generation.content();
        return new Reply(content.isBlank() ? generation.text() : content, generation.tokens(),
                generation.promptTokens().size(), Optional.of(generation.finishReason()), failure, time,
                first == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(first)),
                generation.timings().tokensPerSecond());
    }
}
