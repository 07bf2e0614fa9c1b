package dev.ingot.foundry.doctor;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Message;
import dev.ingot.chat.TurnTerminators;
import dev.ingot.error.TemplateException;
import dev.ingot.genai.EndTokens;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.hf.GenerationConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether answers end: whether genai_config.json has every token that the model's other files and its template name. */
final class EndTokenCheck implements ModelCheck {

    private static final String KEY = "model.eos_token_id";

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.genai().ifPresent(config -> {
            range(model, config, findings);
            model.tokenizer().ifPresent(tokens -> {
                ordinary(model, config, tokens, findings);
                final Optional<String> terminator = model.template()
                        .flatMap(template -> TurnTerminators.of(model.modelType(), template));
                terminator.ifPresentOrElse(token -> turnEnd(model, config, tokens, token, findings),
                        () -> noEnd(model, config, tokens, findings));
                others(model, config, tokens, terminator, findings);
            });
        });
    }

    private static void range(final ModelFolder model, final GenaiConfig config,
            final Consumer<Finding> findings) {
        final List<Integer> outside = config.eosTokenIds().stream()
                .filter(id -> id < 0 || id >= config.vocabSize()).toList();
        if (!outside.isEmpty()) {
            final List<Integer> inside = config.eosTokenIds().stream().filter(id -> !outside.contains(id))
                    .toList();
            final Finding finding = finding(model, Fault.END_TOKEN_RANGE)
                    .expected("ids from 0 to " + (config.vocabSize() - 1)).found(outside.toString())
                    .fix("write the ids of the tokens that end an answer");
            findings.accept(inside.isEmpty() ? finding : finding.repair(write(model, inside)));
        }
    }

    /** A token of texts that nothing names as an end cuts answers off; the others stay. */
    private static void ordinary(final ModelFolder model, final GenaiConfig config,
            final TokenizerSummary tokens, final Consumer<Finding> findings) {
        final List<Integer> named = named(model, config);
        final List<Integer> strange = config.eosTokenIds().stream()
                .filter(id -> !named.contains(id) && tokens.isOrdinary(id)).toList();
        if (strange.isEmpty()) {
            return;
        }
        final var right = new LinkedHashSet<>(config.eosTokenIds());
        right.removeAll(strange);
        right.addAll(named);
        final Finding finding = finding(model, Fault.END_TOKEN_ORDINARY).found(shown(strange, tokens))
                .expected(right.isEmpty() ? "special tokens" : "only " + shown(List.copyOf(right), tokens))
                .fix("write the ids of the tokens that end an answer");
        findings.accept(right.isEmpty() ? finding : finding.repair(write(model, List.copyOf(right))));
    }

    private static void turnEnd(final ModelFolder model, final GenaiConfig config,
            final TokenizerSummary tokens, final String token, final Consumer<Finding> findings) {
        final var id = tokens.id(token);
        if (id.isEmpty()) {
            findings.accept(finding(model, Fault.TURN_END_UNKNOWN).expected("a token " + token).found("none")
                    .fix("take the tokenizer that the model was trained with, or end answers with a stop string"));
        } else if (!config.eosTokenIds().contains(id.getAsInt()) && id.getAsInt() < config.vocabSize()) {
            final var all = new ArrayList<>(config.eosTokenIds());
            all.add(id.getAsInt());
            findings.accept(finding(model, Fault.TURN_END_IS_NO_END)
                    .expected(id.getAsInt() + " (" + token + ") among the end tokens")
                    .found(shown(config.eosTokenIds(), tokens)).repair(write(model, all)));
        }
    }

    /** In gpt-oss it is another message that ends the turn. */
    private static void noEnd(final ModelFolder model, final GenaiConfig config,
            final TokenizerSummary tokens,
            final Consumer<Finding> findings) {
        model.template().filter(template -> !model.modelType().equals("gpt_oss"))
                .flatMap(EndTokenCheck::answered)
                .filter(text -> config.eosTokenIds().stream().map(tokens::mark).flatMap(Optional::stream)
                        .noneMatch(text::contains))
                .ifPresent(text -> findings.accept(finding(model, Fault.TURN_WITHOUT_END)
                        .expected("one of " + shown(config.eosTokenIds(), tokens) + " behind an answer")
                        .found(PromptStrings.shown(text))
                        .fix("end answers with a stop string, or train the model with a template that ends them")));
    }

    private static Optional<String> answered(final ChatTemplate template) {
        try {
            return Optional.of(template.render(List.of(Message.user("Hello."), Message.assistant("Yes.")),
                    ChatOptions.forHistory()));
        } catch (TemplateException e) {
            System.getLogger(EndTokenCheck.class.getName()).log(System.Logger.Level.DEBUG,
                    "the template takes no answers", e);
            return Optional.empty();
        }
    }

    /** What the turn's end is gets a finding of its own. */
    private static void others(final ModelFolder model, final GenaiConfig config,
            final TokenizerSummary tokens,
            final Optional<String> terminator, final Consumer<Finding> findings) {
        final var all = new LinkedHashSet<>(named(model, config));
        terminator.ifPresent(token -> tokens.id(token).ifPresent(all::remove));
        config.eosTokenIds().forEach(all::remove);
        if (!all.isEmpty()) {
            final var whole = new ArrayList<>(config.eosTokenIds());
            whole.addAll(all);
            findings.accept(finding(model, Fault.END_TOKENS_DISAGREE)
                    .expected("also " + shown(List.copyOf(all), tokens)
                            + ", as generation_config.json, config.json or the tokenizer says")
                    .found(shown(config.eosTokenIds(), tokens)).repair(write(model, whole)));
        }
    }

    private static List<Integer> named(final ModelFolder model, final GenaiConfig config) {
        final List<Integer> declared = model.json(ModelFolder.CONFIG)
                .map(json -> ids(json.raw("eos_token_id"))).orElse(List.of());
        return new EndTokens(model.directory(), model.modelType(), declared).of(
                model.generation().orElse(GenerationConfig.NONE), model.template(), config.vocabSize());
    }

    private static List<Integer> ids(final @Nullable Object value) {
        return switch (value) {
            case Integer id -> List.of(id);
            case List<?> list ->
                list.stream().filter(Integer.class::isInstance).map(Integer.class::cast).toList();
            case null, default -> List.of();
        };
    }

    private static String shown(final List<Integer> ids, final TokenizerSummary tokens) {
        return ids.stream().map(tokens::text).collect(Collectors.joining(", "));
    }

    private static Finding finding(final ModelFolder model, final Fault fault) {
        return Finding.of(fault, model.file(ModelFolder.GENAI)).line(model.line(ModelFolder.GENAI, KEY));
    }

    private static Repair write(final ModelFolder model, final List<Integer> ids) {
        return Repair.json(model.file(ModelFolder.GENAI), "write eos_token_id as " + ids,
                edit -> edit.set(KEY, ids.size() == 1 ? ids.getFirst() : ids));
    }
}
