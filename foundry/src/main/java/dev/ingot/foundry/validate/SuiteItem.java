package dev.ingot.foundry.validate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * One prompt of a suite, and what its answer has to be.
 *
 * @param id           names it; no other item of the suite has the same
 * @param category     what kind of prompt it is; may be empty
 * @param prompt       what is asked
 * @param expectations all of which have to hold; none for any answer at all
 * @param maxNewTokens most tokens of the answer; empty for what the run allows
 */
public record SuiteItem(String id, String category, Prompt prompt, List<Expectation> expectations,
        OptionalInt maxNewTokens) {

    /** Copies the list. */
    public SuiteItem {
        expectations = List.copyOf(expectations);
    }

    /**
     * Returns the answer that others are likened to: the first of those that are expected word by word.
     *
     * @return the text; empty where only the form of the answer is known
     */
    public Optional<String> expectedText() {
        return expectations.stream().flatMap(SuiteItem::text).findFirst();
    }

    /**
     * Returns the form that the answer has to have.
     *
     * @return the format; JSON for an answer that has to be a JSON value; empty where none is demanded
     */
    public Optional<Format> format() {
        return expectations.stream().flatMap(it -> switch (it) {
            case Expectation.Formatted formatted -> Stream.of(formatted.format());
            case Expectation.Json json -> Stream.of(Format.JSON);
            default -> Stream.<Format>empty();
        }).findFirst();
    }

    private static Stream<String> text(final Expectation expectation) {
        return switch (expectation) {
            case Expectation.Exact exact -> Stream.of(exact.text());
            case Expectation.Json json -> Stream.of(JsonText.of(json.value()));
            case Expectation.Similar similar -> Stream.of(similar.answers().getFirst());
            case Expectation.Contains parts -> Stream.empty();
            case Expectation.Regex regex -> Stream.empty();
            case Expectation.Formatted format -> Stream.empty();
        };
    }
}
