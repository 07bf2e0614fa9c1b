package dev.ingot.runtime;

import dev.ingot.chat.answer.AnswerPart;
import dev.ingot.runtime.engine.Deadline;
import dev.ingot.runtime.engine.Engine;
import dev.ingot.runtime.engine.RunControl;
import dev.ingot.runtime.engine.Sequence;
import dev.ingot.runtime.text.Detokenizer;
import dev.ingot.runtime.text.StopStrings;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One generation, token by token as it is asked for. Holds a sequence from the first token to the last, and gives it back
 * at the end or when closed. For one thread at a time.
 */
final class Decoding implements TokenSource {

    private static final int CANCELLED = -1;

    private final LoadedModel model;
    private final long owner;
    private final Optional<Cancellation> cancellation;
    private final RunControl control;
    private final TextSteps steps;
    private final Runnable stop;
    private final TokenChoice choice;
    private final Detokenizer detokenizer;
    private final StopStrings stops;
    private final AnswerReader reader;
    private final StringBuilder answer = new StringBuilder();
    private final int promptLength;
    private final int limit;
    private final GenerationWatch watch;
    private int[] tokens; // prompt, then answer
    private int length;
    private boolean endToken;
    private boolean failed;
    private @Nullable Timings timings;
    private @Nullable FinishReason finished;
    private String rest = "";

    /**
     * Prepares; nothing is computed yet.
     *
     * @param model   what to run
     * @param prompt  ids
     * @param options what is asked for
     * @param owner   whose sequence is continued and kept, or {@link Sequence#NOBODY} to start afresh
     */
    Decoding(final LoadedModel model, final int[] prompt, final GenerationOptions options, final long owner) {
        this(model, prompt, options, owner, options.begin());
    }

    /**
     * Prepares; nothing is computed yet.
     *
     * @param deadline which began with the request
     */
    Decoding(final LoadedModel model, final int[] prompt, final GenerationOptions options, final long owner,
            final Deadline deadline) {
        this(model, prompt, options, owner, deadline, Optional.empty());
    }

    /**
     * Prepares a turn of a conversation.
     *
     * @param deadline which began with the request
     * @param turn     what is special about it
     */
    Decoding(final LoadedModel model, final int[] prompt, final GenerationOptions options, final long owner,
            final Deadline deadline, final TurnRules turn) {
        this(model, prompt, options, owner, deadline, Optional.of(turn));
    }

    private Decoding(final LoadedModel model, final int[] prompt, final GenerationOptions options,
            final long owner, final Deadline deadline, final Optional<TurnRules> turn) {
        this.model = model;
        this.owner = owner;
        limit = model.rules().limit(prompt.length, options);
        model.requireKnown(prompt);
        choice = new TokenChoice(model.plan(prompt.length, limit, options), options,
                new Guide(model, options, turn, deadline));
        tokens = prompt.clone();
        promptLength = prompt.length;
        length = prompt.length;
        detokenizer = new Detokenizer(model.tokenizer()::decode);
        stops = new StopStrings(options.stop());
        reader = new AnswerReader(turn);
        cancellation = options.cancellation();
        control = model.adapters().control(options.adapter(), deadline);
        steps = new TextSteps(model, owner, options.speculation(), control, limit);
        stop = control::stop;
        cancellation.ifPresent(it -> it.listen(stop));
        watch = model.watch().begin(turn.isPresent(), options.adapter(), promptLength);
    }

    /**
     * Makes the next token.
     *
     * @return the token; after the last one possibly one of id {@link Token#NONE} with text that was held back; then null
     */
    @Override
    public @Nullable Token next() {
        if (!hasEnded()) {
            final @Nullable Token token = make();
            if (token != null) {
                return token;
            }
        }
        final String text = rest;
        rest = "";
        return text.isEmpty() ? null : new Token(Token.NONE, text);
    }

    private @Nullable Token make() {
        try {
            return step();
        } catch (RuntimeException | Error e) {
            failed = true;
            reader.end("");
            giveBack(Sequence.NOBODY);
            watch.failed(e, generated());
            throw e;
        } finally {
            watch.tell();
        }
    }

    @Override
    public boolean isOpen() {
        return !hasEnded();
    }

    @Override
    public void abandon() {
        close();
    }

    private boolean hasEnded() {
        return finished != null || failed;
    }

    int promptTokens() {
        return promptLength;
    }

    /** Tells whether nothing comes any more. */
    boolean isOver() {
        return hasEnded() && rest.isEmpty();
    }

    /** Has something done when this is stopped from outside; at once if it was. */
    void onStop(final Runnable told) {
        control.alsoStop(told);
    }

    /** Tells whether it goes on although it was stopped, because nobody has asked for a token since. */
    boolean isOverdue() {
        return !hasEnded() && control.stopped();
    }

    /** Returns how many nanoseconds there are until it is overdue by itself. */
    long patience() {
        return hasEnded() ? Long.MAX_VALUE : control.remaining();
    }

    /** Ends what is overdue; text that was held back may still be asked for. */
    void endIfOverdue() {
        if (isOverdue()) {
            finish(stopReason());
            watch.tell();
        }
    }

    private @Nullable Token step() {
        final Engine engine = model.engine();
        if (choice.isComplete()) {
            return finish(FinishReason.STOP);
        }
        if (Thread.currentThread().isInterrupted() || control.stopped() || !engine.enter()) {
            return finish(stopReason());
        }
        try {
            final int id = choose(engine);
            if (id == CANCELLED) {
                return finish(stopReason());
            }
            if (model.endTokens().contains(id)) {
                endToken = true;
                return finish(FinishReason.STOP);
            }
            return accept(id);
        } finally {
            engine.leave();
        }
    }

    private FinishReason stopReason() {
        return control.expired() ? FinishReason.DEADLINE : FinishReason.CANCELLED;
    }

    /** Returns the next token, or {@link #CANCELLED}. One that had to come is computed together with what follows it. */
    private int choose(final Engine engine) {
        final boolean first = !steps.hasBegun();
        if (first) {
            choice.begin(tokens, length);
        }
        final int forced = first ? TokenChoice.OPEN : choice.forced();
        if (forced != TokenChoice.OPEN) {
            return forced;
        }
        final @Nullable MemorySegment logits = steps.logits(tokens, length);
        if (logits == null) {
            return CANCELLED;
        }
        if (first) {
            watch.prefilled(steps.cached());
        }
        return choice.next(logits, engine.vocabulary());
    }

    private Token accept(final int id) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.min(limit, length + Math.max(64, length / 2)));
        }
        tokens[length++] = id;
        final Optional<Logprobs> logprobs = choice.accept(id);
        String text = stops.next(detokenizer.next(id));
        if (reader.marks(id) && !stops.found()) {
            text += stops.flush(); // no stop string goes across a mark
        }
        answer.append(text);
        reader.read(id, text);
        if (stops.found() || choice.isComplete()) {
            finish(FinishReason.STOP);
        } else if (length == limit) {
            finish(FinishReason.LENGTH);
        }
        return new Token(id, text, logprobs);
    }

    private @Nullable Token finish(final FinishReason reason) {
        finished = reason;
        if (!stops.found() && model.engine().enter()) {
            try {
                rest = stops.next(detokenizer.flush());
                rest += stops.found() ? "" : stops.flush();
                answer.append(rest);
            } finally {
                model.engine().leave();
            }
        }
        reader.end(rest);
        finished = reader.reason(reason);
        timings = watch.ended(finished, generated(), model.loadTime());
        giveBack(owner);
        return null;
    }

    private void giveBack(final long keeper) {
        cancellation.ifPresent(it -> it.forget(stop));
        control.close();
        steps.giveBack(keeper);
    }

    /** Makes all tokens that are left. */
    Generation complete(final Consumer<Token> listener) {
        for (@Nullable
        Token token = next(); token != null; token = next()) {
            listener.accept(token);
        }
        return result();
    }

    /** Returns what came out so far. */
    Generation result() {
        final List<Integer> all = IntStream.of(tokens).limit(length).boxed().toList();
        final String text = answer.toString();
        return new Generation(all.subList(0, promptLength), watch.cachedTokens(),
                all.subList(promptLength, length), text,
                finished == null ? FinishReason.CANCELLED : finished,
                timings == null ? watch.sofar(generated(), model.loadTime()) : timings, choice.logprobs(),
                steps.drafts(), reader.answer(text));
    }

    /** Returns the parts of the answer that are there, in a conversation. */
    List<AnswerPart> parts() {
        return reader.parts();
    }

    /** The end-of-sequence token counts, though it is not part of the answer. */
    private int generated() {
        return length - promptLength + (endToken ? 1 : 0);
    }

    /** Ends the generation if it has not ended by itself. */
    @Override
    public void close() {
        if (!hasEnded()) {
            finish(FinishReason.CANCELLED);
            watch.tell();
        }
    }
}
