package dev.ingot.foundry.doctor;

import dev.ingot.RequestDefaults;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.json.JsonObject;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Whether ModelConfig, what requests get that say nothing, can be used. */
final class DefaultsCheck implements ModelCheck {

    private static final String CONFIG = "ModelConfig";
    private static final String LENGTH = "max_length";
    private static final Map<String, DoubleConsumer> KEYS = Map.of(LENGTH,
            value -> RequestDefaults.NONE.maxLength(whole(value)), "temperature",
            RequestDefaults.NONE::temperature,
            "top_p", RequestDefaults.NONE::topP, "repetition_penalty",
            RequestDefaults.NONE::repetitionPenalty);

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.json(ModelFolder.INFERENCE).filter(json -> json.has(CONFIG)).ifPresent(json -> {
            if (json.raw(CONFIG) instanceof Map<?, ?>) {
                json.object(CONFIG).ifPresent(config -> look(model, config, findings));
            } else {
                findings.accept(finding(model, Fault.DEFAULT_VALUE, CONFIG).expected("an object")
                        .found(String.valueOf(json.raw(CONFIG))).repair(removal(model, CONFIG)));
            }
        });
    }

    private static void look(final ModelFolder model, final JsonObject config,
            final Consumer<Finding> findings) {
        for (final String key : config.keys()) {
            final DoubleConsumer use = KEYS.get(key);
            final @Nullable Object value = config.raw(key);
            if (use == null) {
                findings.accept(finding(model, Fault.DEFAULT_UNKNOWN, CONFIG + "." + key)
                        .expected("max_length, temperature, top_p or repetition_penalty").found(key)
                        .fix("leave it out, or say it with each request"));
            } else if (value != null) {
                value(model, key, value, use).ifPresent(findings);
            }
        }
        config.asMap().entrySet().stream().filter(entry -> entry.getKey().equals(LENGTH))
                .forEach(entry -> length(model, entry.getValue(), findings));
    }

    private static Optional<Finding> value(final ModelFolder model, final String key, final Object value,
            final DoubleConsumer use) {
        final String path = CONFIG + "." + key;
        final Optional<String> complaint = complaint(value, use);
        return complaint.map(text -> {
            final Finding finding = finding(model, Fault.DEFAULT_VALUE, path).expected(text)
                    .found(value instanceof String words ? "\"" + words + "\"" : String.valueOf(value));
            final Optional<Number> number = value instanceof String words ? number(words) : Optional.empty();
            return number.filter(it -> complaint(it, use).isEmpty())
                    .map(it -> finding.repair(Repair.json(model.file(ModelFolder.INFERENCE),
                            "write it as the number " + it, edit -> edit.set(path, it))))
                    .orElseGet(() -> finding.repair(removal(model, path)));
        });
    }

    /** Says what is wrong with a value, if anything. */
    private static Optional<String> complaint(final Object value, final DoubleConsumer use) {
        if (!(value instanceof Number number)) {
            return Optional.of("a number");
        }
        try {
            use.accept(number.doubleValue());
            return Optional.empty();
        } catch (InvalidOptionException e) {
            return Optional.of(String.valueOf(e.getMessage()).replaceAll(".*expected (.*), found.*", "$1"));
        }
    }

    private static int whole(final double value) {
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new InvalidOptionException("max_length: expected a whole number, found " + value);
        }
        return (int) value;
    }

    private static Optional<Number> number(final String text) {
        try {
            final var number = new BigDecimal(text.strip());
            return Optional.of(number.stripTrailingZeros().scale() <= 0
                    ? (Number) number.intValueExact()
                    : (Number) number.doubleValue());
        } catch (ArithmeticException | NumberFormatException e) {
            System.getLogger(DefaultsCheck.class.getName()).log(System.Logger.Level.DEBUG,
                    "not a number in quotes", e);
            return Optional.empty();
        }
    }

    private static void length(final ModelFolder model, final @Nullable Object value,
            final Consumer<Finding> findings) {
        final Optional<Integer> context = model.genai().map(GenaiConfig::contextLength);
        if (value instanceof Integer asked && context.isPresent() && asked > context.get()) {
            final String path = CONFIG + "." + LENGTH;
            findings.accept(finding(model, Fault.DEFAULT_LENGTH, path).expected("at most " + context.get())
                    .found(String.valueOf(asked))
                    .repair(Repair.json(model.file(ModelFolder.INFERENCE), "lower it to the context",
                            edit -> edit.set(path, context.get()))));
        }
    }

    private static Finding finding(final ModelFolder model, final Fault fault, final String key) {
        return Finding.of(fault, model.file(ModelFolder.INFERENCE))
                .line(model.line(ModelFolder.INFERENCE, key));
    }

    private static Repair removal(final ModelFolder model, final String path) {
        return Repair.json(model.file(ModelFolder.INFERENCE),
                "leave " + path + " out, so that the model's own"
                        + " setting holds",
                edit -> edit.remove(path));
    }
}
