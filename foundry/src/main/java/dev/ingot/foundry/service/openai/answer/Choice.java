package dev.ingot.foundry.service.openai.answer;

import dev.ingot.chat.answer.AnswerPart;
import dev.ingot.chat.answer.ToolCall;
import dev.ingot.foundry.service.http.Call;
import dev.ingot.runtime.FinishReason;
import dev.ingot.runtime.Generation;
import dev.ingot.runtime.PendingAnswer;
import dev.ingot.runtime.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One answer, complete.
 *
 * @param generation      what the generator made
 * @param contentTokens   tokens of the content
 * @param reasoningTokens how many tokens the reasoning took
 * @param calls           with the ids that clients see
 */
public record Choice(Generation generation, List<Token> contentTokens, int reasoningTokens,
        List<ToolCall> calls) {

    /** Copies the lists. */
    public Choice {
        contentTokens = List.copyOf(contentTokens);
        calls = List.copyOf(calls);
    }

    /**
     * Makes an answer.
     *
     * @param call     that asks for it
     * @param pending  the answer to be made; is closed
     * @param ids      of calls
     * @param listener hears of it
     * @param started  called at the first token
     * @return the answer
     * @throws dev.ingot.foundry.service.http.HttpFailure if it was interrupted
     * @throws IOException                                if the client is gone
     */
    public static Choice make(final Call call, final PendingAnswer pending, final Ids ids,
            final ChoiceListener listener, final Runnable started) throws IOException {
        final var maker = new Maker(ids, listener);
        try (pending) {
            final Generation made = pending.complete(token -> {
                started.run();
                maker.trail.add(token);
            }, maker::part);
            if (made.finishReason() == FinishReason.CANCELLED) {
                throw call.interruption();
            }
            return maker.choice(made);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Takes note of the parts. */
    private static final class Maker {

        private final Ids ids;
        private final ChoiceListener listener;
        private final TokenTrail trail = new TokenTrail();
        private final List<Token> content = new ArrayList<>();
        private final List<ToolCall> calls = new ArrayList<>();
        private int reasoning;

        Maker(final Ids ids, final ChoiceListener listener) {
            this.ids = ids;
            this.listener = listener;
        }

        void part(final AnswerPart part) {
            final List<Token> tokens = trail.of(part);
            try {
                switch (part) {
                    case AnswerPart.Content it -> content(it.text(), tokens);
                    case AnswerPart.Reasoning it -> {
                        reasoning += tokens.size();
                        listener.reasoning(it.text());
                    }
                    case AnswerPart.Call it -> {
                        final var call = new ToolCall(ids.call(it.call().id()), it.call().name(),
                                it.call().arguments());
                        listener.call(calls.size(), call);
                        calls.add(call);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void content(final String text, final List<Token> tokens) throws IOException {
            content.addAll(tokens);
            if (!text.isEmpty() || !tokens.isEmpty()) {
                listener.content(text, tokens);
            }
        }

        Choice choice(final Generation made) throws IOException {
            final List<Token> rest = trail.rest();
            if (!rest.isEmpty() && !content.isEmpty()) {
                content("", rest);
            }
            return new Choice(made, content, reasoning, calls);
        }
    }
}
