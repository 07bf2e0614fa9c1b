package dev.ingot.chat.answer;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects parts. Blanks between a tag and a text belong to neither: they are dropped, but stay in the sources; so blanks
 * are held back until it is known what comes behind them.
 */
final class Parts {

    private final CallIds ids;
    private final StringBuilder source = new StringBuilder(); // not yet part of any part
    private final List<AnswerPart> ready = new ArrayList<>();
    private String blanks = "";
    private boolean behindTag;
    private boolean begun;

    Parts(final CallIds ids, final boolean behindTag) {
        this.ids = ids;
        this.behindTag = behindTag;
    }

    /** Tells whether content or calls have come. */
    boolean hasBegun() {
        return begun;
    }

    /** Takes text of the content or of the reasoning. */
    void text(final String text, final boolean reasoning) {
        source.append(text);
        final String whole = behindTag ? (blanks + text).stripLeading() : blanks + text;
        final String visible = whole.stripTrailing();
        blanks = whole.substring(visible.length());
        if (!visible.isEmpty()) {
            behindTag = false;
            begun |= !reasoning;
            final String from = takeSource(source.length() - blanks.length());
            ready.add(reasoning
                    ? new AnswerPart.Reasoning(visible, from)
                    : new AnswerPart.Content(visible, from));
        }
    }

    /** Takes a tag. */
    void tag(final String text) {
        source.append(text);
        blanks = "";
        behindTag = true;
    }

    /** Takes calls that were written together; what was written belongs to the first of them. */
    void calls(final List<CallText> calls, final String text) {
        tag(text);
        begun = true;
        for (final CallText call : calls) {
            ready.add(new AnswerPart.Call(
                    new ToolCall(call.id().orElseGet(ids::next), call.name(), call.arguments()),
                    takeSource(source.length())));
        }
    }

    /** Ends the answer. */
    void end(final boolean reasoning) {
        final String rest = reasoning ? "" : blanks;
        if (!source.isEmpty()) {
            ready.add(new AnswerPart.Content(rest, takeSource(source.length())));
        }
        blanks = "";
    }

    /** Hands over what is ready. */
    List<AnswerPart> take() {
        final var taken = List.copyOf(ready);
        ready.clear();
        return taken;
    }

    private String takeSource(final int length) {
        final String taken = source.substring(0, length);
        source.delete(0, length);
        return taken;
    }
}
