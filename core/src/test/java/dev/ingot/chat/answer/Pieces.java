package dev.ingot.chat.answer;

import java.util.ArrayList;
import java.util.List;

/** Feeds parsers. */
final class Pieces {

    private Pieces() {}

    /** Parses an answer that comes in these pieces; parts of one kind that follow each other are put together. */
    static List<AnswerPart> parse(final AnswerParser parser, final String... pieces) {
        final var parts = new ArrayList<AnswerPart>();
        for (final String piece : pieces) {
            parser.next(piece).forEach(part -> add(parts, part));
        }
        parser.end().forEach(part -> add(parts, part));
        return parts;
    }

    static List<AnswerPart> parse(final AnswerFormat format, final String... pieces) {
        return parse(format.parser("", true, Written.TOOLS, 0), pieces);
    }

    private static void add(final List<AnswerPart> parts, final AnswerPart part) {
        if (!parts.isEmpty() && parts.getLast() instanceof AnswerPart.Content(String text, String source)
                && part instanceof AnswerPart.Content more) {
            parts.set(parts.size() - 1,
                    new AnswerPart.Content(text + more.text(), source + more.source()));
        } else if (!parts.isEmpty()
                && parts.getLast() instanceof AnswerPart.Reasoning(String text, String source)
                && part instanceof AnswerPart.Reasoning more) {
            parts.set(parts.size() - 1,
                    new AnswerPart.Reasoning(text + more.text(), source + more.source()));
        } else {
            parts.add(part);
        }
    }

    /** Returns what the model wrote. */
    static String sources(final List<AnswerPart> parts) {
        final var text = new StringBuilder();
        parts.forEach(part -> text.append(part.source()));
        return text.toString();
    }
}
