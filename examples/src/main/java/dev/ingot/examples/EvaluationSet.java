package dev.ingot.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ingot.chat.Message;
import dev.ingot.runtime.ChatSession;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * Requests with the one right answer each; a file with a JSON object per line.
 *
 * @param items in file order
 */
public record EvaluationSet(List<Item> items) {

    private static final int MAX_NEW_TOKENS = 128;
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * One request.
     *
     * @param id       names it
     * @param messages of the conversation; the last one is the user's
     * @param expected the whole text of the right answer
     */
    public record Item(String id, List<Message> messages, String expected) {}

    /** Copies the list. */
    public EvaluationSet {
        items = List.copyOf(items);
    }

    /**
     * Reads a set.
     *
     * @param file with a JSON object per line: id, messages, expected
     * @return the set
     * @throws IOException if the file cannot be read
     */
    public static EvaluationSet read(final Path file) throws IOException {
        final var items = new ArrayList<Item>();
        for (final String line : Files.readAllLines(file)) {
            final JsonNode node = JSON.readTree(line);
            final var messages = new ArrayList<Message>();
            node.get("messages").forEach(
                    message -> messages
                            .add(new Message(message.get("role").asText(), message.get("content").asText())));
            items.add(new Item(node.get("id").asText(), messages, node.get("expected").asText()));
        }
        return new EvaluationSet(items);
    }

    /**
     * Asks everything, greedily; as many requests at a time as the generator computes together.
     *
     * @param generator the model
     * @return how many answers were right to the letter
     */
    public int correct(final Generator generator) {
        return right(generator).cardinality();
    }

    /**
     * Asks everything, greedily; as many requests at a time as the generator computes together.
     *
     * @param generator the model
     * @return the indices of the items whose answers were right to the letter
     */
    public BitSet right(final Generator generator) {
        final var options = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
                .maxNewTokens(MAX_NEW_TOKENS);
        try (var askers = Executors.newFixedThreadPool(generator.sequences())) {
            final List<CompletableFuture<Boolean>> answers = items.stream()
                    .map(item -> CompletableFuture.supplyAsync(
                            () -> answer(generator, options, item).equals(item.expected()), askers))
                    .toList();
            final var right = new BitSet(items.size());
            for (int i = 0; i < items.size(); i++) {
                right.set(i, answers.get(i).join());
            }
            return right;
        }
    }

    private static String answer(final Generator generator, final GenerationOptions options,
            final Item item) {
        final ChatSession chat = generator.chat(options);
        item.messages().subList(0, item.messages().size() - 1).forEach(chat::add);
        return chat.ask(item.messages().getLast().content()).text();
    }
}
