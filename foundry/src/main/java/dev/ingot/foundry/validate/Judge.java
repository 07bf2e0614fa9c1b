package dev.ingot.foundry.validate;

import dev.ingot.error.ModelFormatException;
import dev.ingot.foundry.validate.score.JsonEquality;
import dev.ingot.foundry.validate.score.Repetition;
import dev.ingot.foundry.validate.score.TimedRegex;
import dev.ingot.json.JsonFiles;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds answers against what is expected of them. */
final class Judge {

    private static final Path ANSWER = Path.of("answer");
    private static final Duration REGEX_TIME = Duration.ofSeconds(1);

    private final Likeness likeness;
    private final Duration regexTime;

    Judge(final Likeness likeness) {
        this(likeness, REGEX_TIME);
    }

    /** Makes one that waits so long for an expression, and half as long again where it does not read the text. */
    Judge(final Likeness likeness, final Duration regexTime) {
        this.likeness = likeness;
        this.regexTime = regexTime;
    }

    Answer judge(final SuiteItem item, final Reply reply) {
        final String text = reply.text();
        final List<String> expected = expected(item);
        final boolean comparable = reply.answered() && !expected.isEmpty();
        final OptionalDouble f1 = comparable
                ? OptionalDouble.of(Likeness.f1(expected, text))
                : OptionalDouble.empty();
        final OptionalDouble cosine = comparable
                ? likeness.cosine(expected, text)
                : OptionalDouble.empty();
        final var wrong = new ArrayList<String>();
        reply.failure().ifPresent(wrong::add);
        if (reply.answered()) {
            item.expectations().forEach(it -> fault(it, text).ifPresent(wrong::add));
            if (!wrong.isEmpty() && reply.cutOff()) {
                wrong.add("the answer was cut off after " + reply.tokens().size() + " tokens");
            }
        }
        final Optional<Boolean> formatted = reply.answered()
                ? item.format().map(format -> fault(format, text).isEmpty())
                : Optional.empty();
        return new Answer(item, text, reply.tokens().size(), reply.time(), reply.firstToken(), f1, cosine,
                Repetition.of(reply.tokens()), Repetition.loops(reply.tokens()), reply.cutOff(), formatted,
                wrong);
    }

    /** The answers that this one is likened to. */
    private static List<String> expected(final SuiteItem item) {
        final List<String> similar = item.expectations().stream()
                .flatMap(it -> it instanceof Expectation.Similar like
                        ? like.answers().stream()
                        : Stream.<String>empty())
                .toList();
        return similar.isEmpty() ? item.expectedText().stream().toList() : similar;
    }

    private Optional<String> fault(final Expectation expectation, final String text) {
        return switch (expectation) {
            case Expectation.Exact exact -> exact.text().strip().equals(text.strip())
                    ? Optional.empty()
                    : Optional.of("expected exactly \"" + Figures.excerpt(exact.text()) + "\"");
            case Expectation.Json json -> json(json, text);
            case Expectation.Regex regex -> regex(regex.pattern(), text);
            case Expectation.Contains parts -> missing(parts, text);
            case Expectation.Similar similar -> unlike(similar, text);
            case Expectation.Formatted formatted -> fault(formatted.format(), text);
        };
    }

    private static Optional<String> json(final Expectation.Json json, final String text) {
        try {
            return JsonEquality.difference(json.value(), JsonFiles.parseExact(ANSWER, text));
        } catch (ModelFormatException e) {
            return Optional.of("expected JSON, found " + e.found());
        }
    }

    private Optional<String> regex(final String pattern, final String text) {
        final Pattern compiled = Pattern.compile(pattern);
        // Where an expression tries ways that read no character, only another thread can go on without it.
        final TimedRegex.Match match = new Guard(Duration.ZERO)
                .run(regexTime.plus(regexTime.dividedBy(2)),
                        () -> TimedRegex.match(compiled, text.strip(), regexTime))
                .value().orElse(TimedRegex.Match.UNKNOWN);
        return switch (match) {
            case YES -> Optional.empty();
            case NO -> Optional.of("expected a text that matches " + pattern);
            case UNKNOWN -> Optional.of("the expression " + pattern + " takes too long on this answer: "
                    + "expected one that does not try so many ways");
        };
    }

    private static Optional<String> missing(final Expectation.Contains parts, final String text) {
        final String lower = text.toLowerCase(Locale.ROOT);
        final List<String> missing = parts.parts().stream()
                .filter(part -> !lower.contains(part.toLowerCase(Locale.ROOT)))
                .map(part -> "\"" + Figures.excerpt(part) + "\"").toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("expected a text with " + String.join(" and ", missing) + " in it");
    }

    private Optional<String> unlike(final Expectation.Similar similar, final String text) {
        final double f1 = Likeness.f1(similar.answers(), text);
        if (f1 < similar.minF1()) {
            return Optional.of("expected words in common (F1) of at least " + Figures.number(similar.minF1())
                    + " with \"" + Figures.excerpt(similar.answers().getFirst()) + "\", found "
                    + Figures.number(f1));
        }
        if (similar.minCosine().isEmpty()) {
            return Optional.empty();
        }
        final OptionalDouble cosine = likeness.cosine(similar.answers(), text);
        return cosine.orElse(-2) >= similar.minCosine().getAsDouble()
                ? Optional.empty()
                : Optional.of(
                        "expected a cosine of at least " + Figures.number(similar.minCosine()) + ", found "
                                + (cosine.isPresent()
                                        ? Figures.number(cosine)
                                        : "a model or a text without vectors"));
    }

    private static Optional<String> fault(final Format format, final String text) {
        final boolean right = switch (format) {
            case TEXT -> !text.isBlank();
            case LINE -> !text.isBlank() && text.strip().lines().count() == 1;
            case NUMBER -> isNumber(text.strip());
            case JSON, JSON_OBJECT, JSON_ARRAY -> isJson(format, text);
        };
        return right ? Optional.empty() : Optional.of("expected the format " + format.key());
    }

    private static boolean isNumber(final String text) {
        try {
            return new BigDecimal(text).precision() > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isJson(final Format format, final String text) {
        try {
            final @Nullable Object value = JsonFiles.parseExact(ANSWER, text);
            return switch (format) {
                case JSON_OBJECT -> value instanceof Map<?, ?>;
                case JSON_ARRAY -> value instanceof List<?>;
                default -> true;
            };
        } catch (ModelFormatException e) {
            return false;
        }
    }
}
