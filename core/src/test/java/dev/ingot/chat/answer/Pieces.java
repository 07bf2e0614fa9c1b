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
            parts.addAll(parser.next(piece));
        }
        parts.addAll(parser.end());
        return joined(parts);
    }

    static List<AnswerPart> parse(final AnswerFormat format, final String... pieces) {
        return parse(format.parser("", true, Written.TOOLS, 0), pieces);
    }

    private static List<AnswerPart> joined(final List<AnswerPart> parts) {
        final var joined = new ArrayList<AnswerPart>();
        int end;
        for (int from = 0; from < parts.size(); from = end) {
            final AnswerPart first = parts.get(from);
            end = from + 1;
            while (end < parts.size() && parts.get(end).getClass() == first.getClass()
                    && !(first instanceof AnswerPart.Call)) {
                end++;
            }
            joined.add(joined(first, parts.subList(from, end)));
        }
        return joined;
    }

    private static AnswerPart joined(final AnswerPart first, final List<AnswerPart> parts) {
        return switch (first) {
            case AnswerPart.Content _ ->
                new AnswerPart.Content(texts(parts), sources(parts));
            case AnswerPart.Reasoning _ ->
                new AnswerPart.Reasoning(texts(parts), sources(parts));
            case AnswerPart.Call call -> call;
        };
    }

    private static String texts(final List<AnswerPart> parts) {
        final var all = new StringBuilder();
        for (final AnswerPart part : parts) {
            if (part instanceof AnswerPart.Content(String text, String _)) {
                all.append(text);
            } else if (part instanceof AnswerPart.Reasoning(String text, String _)) {
                all.append(text);
            }
        }
        return all.toString();
    }

    /** Returns what the model wrote. */
    static String sources(final List<AnswerPart> parts) {
        final var text = new StringBuilder();
        parts.forEach(part -> text.append(part.source()));
        return text.toString();
    }
}
