package dev.ingot.chat.answer;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The frame around each message of gpt-oss: its header says the channel ({@code analysis} is reasoning, {@code final} and
 * {@code commentary} are content) and, for a call, to whom it goes.
 */
final class Harmony implements BlockReader {

    private static final String START = "<|start|>";
    private static final String CHANNEL = "<|channel|>";
    private static final String MESSAGE = "<|message|>";
    private static final List<String> OPENINGS = List.of(START, CHANNEL);
    private static final String END = "<|end|>";
    private static final String RETURN = "<|return|>";
    private static final String CALL = "<|call|>";
    private static final List<String> ENDS = List.of(END, RETURN, CALL);
    /** What of it may be special tokens. */
    static final List<String> MARKS = List.of(START, CHANNEL, MESSAGE, "<|constrain|>", END, RETURN, CALL);
    private static final String FUNCTIONS = "functions.";
    private static final int MAX_HEADER = 300;
    private static final Pattern HEADER = Pattern.compile("(?:<\\|start\\|>\\w*)?(?: to=([\\w.-]+))?"
            + "(?:<\\|channel\\|>(\\w+))?(?: to=([\\w.-]+))?\\s*(?:<\\|constrain\\|>)?\\w*\\s*");

    private Harmony() {}

    static List<Rule> rules() {
        final var frame = new Harmony();
        final BlockReader end = cursor -> ENDS.stream().anyMatch(cursor::take)
                ? Optional.of(new Block.Mark())
                : Optional.empty();
        return List.of(Rule.frame(START, frame), Rule.frame(CHANNEL, frame), Rule.frame(END, end),
                Rule.frame(RETURN, end), Rule.frame(CALL, end));
    }

    @Override
    public Optional<Block> read(final Cursor cursor) {
        final int start = cursor.position();
        final Optional<String> header = cursor.until(MESSAGE, MAX_HEADER);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        cursor.moveTo(start + header.get().length() + MESSAGE.length());
        final Matcher matcher = HEADER.matcher(header.get());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        final Optional<String> recipient = Optional.ofNullable(matcher.group(1))
                .or(() -> Optional.ofNullable(matcher.group(3)));
        if (recipient.isPresent()) {
            return call(recipient.get(), cursor);
        }
        return Optional.of("analysis".equals(matcher.group(2))
                ? new Block.Thought(ENDS, OPENINGS)
                : new Block.Mark());
    }

    private static Optional<Block> call(final String recipient, final Cursor cursor) {
        cursor.blanks();
        final Optional<Object> json = cursor.json();
        cursor.blanks();
        final String name = recipient.startsWith(FUNCTIONS)
                ? recipient.substring(FUNCTIONS.length())
                : recipient;
        return json.filter(it -> cursor.isOver() || ENDS.stream().anyMatch(cursor::take))
                .flatMap(it -> CallText.of(Optional.empty(), name, it))
                .map(it -> new Block.Calls(List.of(it)));
    }
}
