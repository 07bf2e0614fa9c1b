package dev.ingot.chat.answer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls of Qwen3-Coder and those that write as it does: tags, and between them the values as bare text, whose types only the
 * tools' schemas tell.
 *
 * <pre>
 *   &lt;tool_call&gt;
 *   &lt;function=get_weather&gt;
 *   &lt;parameter=city&gt;
 *   Paris
 *   &lt;/parameter&gt;
 *   &lt;/function&gt;
 *   &lt;/tool_call&gt;
 * </pre>
 *
 * One line end on each side of a value is the tags'. A value ends at the first closing tag behind which a parameter or the end
 * of the function comes, or behind its JSON object or array. The outer tags are forgotten by models now and then; they may be
 * missing.
 *
 * @param parameters of the tools
 */
record XmlCalls(ToolParameters parameters) implements BlockReader {

    static final String FUNCTION = "<function=";
    private static final String FUNCTION_END = "</function>";
    private static final String PARAMETER = "<parameter=";
    private static final String PARAMETER_END = "</parameter>";
    private static final int MAX_NAME = 200;

    @Override
    public Optional<Block> read(final Cursor cursor) {
        final boolean tagged = cursor.take(Syntax.TOOL_CALL);
        final var calls = new ArrayList<CallText>();
        cursor.blanks();
        while (cursor.take(FUNCTION)) {
            final Optional<CallText> call = function(cursor);
            if (call.isEmpty()) {
                return Optional.empty();
            }
            calls.add(call.get());
            if (!tagged) {
                skipEnd(cursor);
                return Optional.of(new Block.Calls(calls));
            }
            cursor.blanks();
        }
        return calls.isEmpty() || !cursor.close(Syntax.TOOL_CALL_END)
                ? Optional.empty()
                : Optional.of(new Block.Calls(calls));
    }

    /** Goes over the outer closing tag, which may be there without the opening one. */
    private static void skipEnd(final Cursor cursor) {
        final int end = cursor.position();
        cursor.blanks();
        if (!cursor.take(Syntax.TOOL_CALL_END)) {
            cursor.moveTo(end);
        }
    }

    private Optional<CallText> function(final Cursor cursor) {
        final Optional<String> name = tagName(cursor);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        final Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        cursor.blanks();
        while (cursor.take(PARAMETER)) {
            if (!argument(name.get(), arguments, cursor)) {
                return Optional.empty();
            }
            cursor.blanks();
        }
        return cursor.take(FUNCTION_END)
                ? CallText.of(Optional.empty(), name.get(), arguments)
                : Optional.empty();
    }

    /** Reads a name up to the end of its tag. */
    private static Optional<String> tagName(final Cursor cursor) {
        final Optional<String> name = cursor.until(">", MAX_NAME).map(String::strip);
        if (name.isEmpty() || name.get().isEmpty()
                || name.get().chars().anyMatch(c -> c <= ' ' || c == '<')) {
            return Optional.empty();
        }
        cursor.take(">");
        return name;
    }

    private boolean argument(final String tool, final Map<String, @Nullable Object> arguments,
            final Cursor cursor) {
        final Optional<String> name = tagName(cursor);
        final Optional<String> value = name
                .flatMap(it -> value(parameters.kinds(tool, it).contains(ValueKind.STRUCTURE), cursor));
        if (value.isEmpty()) {
            return false;
        }
        arguments.put(name.get(), parameters.value(tool, name.get(), value.get()));
        return true;
    }

    /** Reads a value and its closing tag. */
    private static Optional<String> value(final boolean structured, final Cursor cursor) {
        final int start = cursor.position();
        if (structured) {
            final Optional<String> json = structure(cursor);
            if (json.isPresent() || cursor.starved()) {
                return json;
            }
            cursor.moveTo(start);
        }
        for (int from = start; cursor.seek(PARAMETER_END, from); from = cursor.position()) {
            final int end = cursor.position();
            if (closed(cursor)) {
                return Optional.of(bare(cursor.text(start, end)));
            }
            if (cursor.starved()) {
                return Optional.empty();
            }
            cursor.moveTo(end + 1);
        }
        return Optional.empty();
    }

    /** Reads a value that is JSON, in which anything may stand between quotes. */
    private static Optional<String> structure(final Cursor cursor) {
        cursor.blanks();
        final int start = cursor.position();
        final int first = cursor.peek();
        if ((first != '{' && first != '[') || cursor.json().isEmpty()) {
            return Optional.empty();
        }
        final int end = cursor.position();
        cursor.blanks();
        return closed(cursor) ? Optional.of(cursor.text(start, end)) : Optional.empty();
    }

    /** Goes over a closing tag with a parameter or the end of the function behind it, which stays. */
    private static boolean closed(final Cursor cursor) {
        if (!cursor.take(PARAMETER_END)) {
            return false;
        }
        final int end = cursor.position();
        cursor.blanks();
        final boolean followed = cursor.take(PARAMETER) || cursor.take(FUNCTION_END);
        cursor.moveTo(end);
        return followed;
    }

    private static String bare(final String value) {
        final int start = value.startsWith("\n") ? 1 : 0;
        final int end = value.length() - (value.endsWith("\n") ? 1 : 0);
        return value.substring(start, Math.max(start, end));
    }
}
