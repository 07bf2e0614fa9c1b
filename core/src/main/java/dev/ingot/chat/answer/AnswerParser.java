package dev.ingot.chat.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes an answer apart while it is generated. It does not matter how the answer is cut into pieces: the parts are the
 * same, but for how their texts are cut. What might become a tag or a call is held back until it is decided; calls come
 * whole, content and reasoning as soon as they can. Calls that are malformed or not finished are content, tags included.
 * Made by {@link AnswerFormat#parser}; for one answer and one thread at a time.
 */
public final class AnswerParser {

    /** Short blocks are read again with each piece; longer ones when a piece has something that could end them. */
    private static final int SHORT = 256;
    private static final String ENDS = "]})>`";

    private static final Comparator<Rule> LONGER_FIRST = Comparator
            .comparingInt(rule -> -rule.opening().length());

    private final List<Rule> rules = new ArrayList<>(); // longer openings first
    private final Parts parts;
    private final StringBuilder pending = new StringBuilder();
    private Block.@Nullable Thought thought;
    private boolean reading; // pending begins with a block whose end is not there
    private boolean ended;

    AnswerParser(final List<Rule> rules, final Block.@Nullable Thought thought, final CallIds ids) {
        this.rules.addAll(rules);
        this.rules.sort(LONGER_FIRST);
        this.thought = thought;
        parts = new Parts(ids, thought != null);
    }

    /**
     * Tells whether what comes next is reasoning: at the beginning, whether the prompt has opened it.
     *
     * @return true if it is
     */
    public boolean isReasoning() {
        return thought != null;
    }

    /**
     * Takes the next piece.
     *
     * @param piece of the answer, special tokens among {@link AnswerFormat#marks} included
     * @return what is decided with it
     * @throws IllegalStateException after {@link #end}
     */
    public List<AnswerPart> next(final String piece) {
        if (ended) {
            throw new IllegalStateException("the answer is over");
        }
        pending.append(piece);
        if (reading && pending.length() > SHORT && piece.chars().noneMatch(c -> ENDS.indexOf(c) >= 0)) {
            return List.of();
        }
        return advance();
    }

    /**
     * Ends the answer.
     *
     * @return what was held back
     */
    public List<AnswerPart> end() {
        ended = true;
        final var rest = advance();
        parts.end(thought != null);
        return Stream.concat(rest.stream(), parts.take().stream()).toList();
    }

    private List<AnswerPart> advance() {
        boolean again = true;
        while (again) {
            reading = false;
            again = thought == null ? content() : reasoning(thought);
        }
        return parts.take();
    }

    private String take(final int length) {
        final String taken = pending.substring(0, length);
        pending.delete(0, length);
        return taken;
    }

    /** Goes on up to the end of the reasoning; true if it is there. */
    private boolean reasoning(final Block.Thought open) {
        for (int at = 0; at < pending.length(); at++) {
            final var cursor = new Cursor(pending, at, ended);
            final boolean over = open.ends().stream().anyMatch(cursor::take);
            final int end = cursor.position();
            if (over || open.stops().stream().anyMatch(cursor::take)) {
                parts.text(take(at), true);
                parts.tag(take(end - at));
                thought = null;
                return true;
            }
            if (cursor.starved()) {
                parts.text(take(at), true);
                return false;
            }
        }
        parts.text(take(pending.length()), true);
        return false;
    }

    /** Goes on up to the end of a block; true if there is one. */
    private boolean content() {
        boolean blank = !parts.hasBegun();
        for (int at = 0; at < pending.length(); at++) {
            final var found = block(at, blank);
            if (found.isPresent()) {
                parts.text(take(at), false);
                accept(found.get().block(), take(found.get().end() - at));
                return true;
            }
            if (reading) {
                parts.text(take(at), false);
                return false;
            }
            blank &= Character.isWhitespace(pending.charAt(at));
        }
        parts.text(take(pending.length()), false);
        return false;
    }

    /** A block and where it ends. */
    private record Found(Block block, int end) {}

    /** Reads the block that begins here, if one does; sets {@link #reading} if that cannot be said yet. */
    private Optional<Found> block(final int at, final boolean blank) {
        for (final Rule rule : rules) {
            if (rule.first() && !blank) {
                continue;
            }
            final var cursor = new Cursor(pending, at, ended);
            final Optional<Block> block = read(rule, cursor);
            if (cursor.starved()) {
                reading = true;
                return Optional.empty();
            }
            if (block.isPresent()) {
                return block.map(it -> new Found(it, cursor.position()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Block> read(final Rule rule, final Cursor cursor) {
        final int start = cursor.position();
        if (!cursor.take(rule.opening())) {
            return Optional.empty();
        }
        cursor.moveTo(start);
        return rule.reader().read(cursor);
    }

    private void accept(final Block block, final String source) {
        switch (block) {
            case Block.Calls it -> parts.calls(it.calls(), source);
            case Block.Thought it -> {
                parts.tag(source);
                thought = it;
            }
            case Block.Envelope it -> {
                parts.tag(source);
                rules.add(Rule.frame(it.end(), cursor -> cursor.take(it.end())
                        ? Optional.of(new Block.Mark())
                        : Optional.empty()));
                rules.sort(LONGER_FIRST);
            }
            case Block.Mark ignored -> parts.tag(source);
        }
    }
}
