package dev.ingot.runtime;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Message;
import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import java.util.ArrayList;
import java.util.List;

/** A conversation as the model is shown it. */
final class ChatPrompt {

    private final String text;
    private final int[] tokens;
    private final int dropped;

    private ChatPrompt(final String text, final int[] tokens, final int dropped) {
        this.text = text;
        this.tokens = tokens;
        this.dropped = dropped;
    }

    /** Returns what the chat template has written. */
    String text() {
        return text;
    }

    /** Returns the tokens of the text; not to be changed. */
    int[] tokens() {
        return tokens;
    }

    /** Returns how many of the oldest messages, after those of the system, are not part of it. */
    int dropped() {
        return dropped;
    }

    /**
     * Writes conversations.
     *
     * @param model    who is shown it
     * @param template of its conversations
     * @param asked    what else the template sees
     * @param options  what is asked for
     * @param policy   when it is too long
     */
    record Writer(LoadedModel model, ChatTemplate template, ChatOptions asked, GenerationOptions options,
            ContextPolicy policy) {

        /**
         * Writes what there is room for.
         *
         * @param messages all of them
         * @param dropped  how many were left out before
         * @throws InvalidOptionException if it leaves no room for an answer
         */
        ChatPrompt write(final List<Message> messages, final int dropped) {
            ChatPrompt prompt = part(messages, dropped);
            if (policy == ContextPolicy.DROP_OLDEST_TURNS
                    && prompt.tokens.length > model.rules().roomyPrompt(options)) {
                prompt = shortened(prompt, messages);
            }
            check(prompt, Turns.begins(messages).size() > 1);
            return prompt;
        }

        /** Leaves out as few of the oldest turns as it takes, which needs few tries: the more are left out, the shorter it is. */
        private ChatPrompt shortened(final ChatPrompt whole, final List<Message> messages) {
            final int wanted = model.rules().roomyPrompt(options) / 4 * 3;
            final int first = Turns.system(messages);
            final List<Integer> drops = Turns.begins(messages).stream().map(begin -> begin - first)
                    .filter(drop -> drop > whole.dropped).toList();
            ChatPrompt best = whole;
            int low = 0;
            int high = drops.size() - 1; // The last one is taken although it be too long.
            while (low <= high) {
                checkCancelled();
                final int middle = (low + high) >>> 1;
                final var tried = part(messages, drops.get(middle));
                if (tried.tokens.length <= wanted || middle == drops.size() - 1) {
                    best = tried;
                    high = middle - 1;
                } else {
                    low = middle + 1;
                }
            }
            return best;
        }

        private void checkCancelled() {
            if (options.cancellation().map(Cancellation::isCancelled).orElse(false)) {
                throw new CancelledException("the answer was cancelled while its prompt was shortened");
            }
        }

        /** Counts tokens; there may be too many, and where there are far too many, it is at least so many. */
        int count(final List<Message> messages, final int dropped) {
            return part(messages, dropped).tokens.length;
        }

        private ChatPrompt part(final List<Message> messages, final int dropped) {
            final int system = Turns.system(messages);
            final var shown = new ArrayList<>(messages.subList(0, system));
            shown.addAll(messages.subList(system + dropped, messages.size()));
            final String text = ChatPrompts.render(model, template, shown, asked);
            final int least = model.tokenizer().leastTokens(text);
            return new ChatPrompt(text, least > model.config().contextLength()
                    ? new int[least] // There is no use in knowing them.
                    : model.tokenizer().encodeRendered(text), dropped);
        }

        private void check(final ChatPrompt prompt, final boolean older) {
            try {
                model.rules().limit(prompt.tokens.length, options);
            } catch (InvalidOptionException e) {
                throw policy == ContextPolicy.REFUSE && older
                        ? new InvalidOptionException(
                                e.getMessage() + "; or take turns back (rewind), begin a new"
                                        + " conversation, or let this one drop its oldest turns"
                                        + " (onFull(ContextPolicy.DROP_OLDEST_TURNS))")
                        : e;
            }
        }
    }
}
