package dev.ingot.examples.spark;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Message;
import dev.ingot.runtime.Generation;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Sampling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Answers prompts with the executor's model, a batch at a time. A prompt that does not fit the model is a row with an error
 * and stops nobody else.
 *
 * @param model directory of an ONNX model with a chat template, on every executor
 */
record ModelScorer(String model) implements Scorer {

    private static final int BATCH = 64;
    private static final int NEW_TOKENS = 128;

    @Override
    public void score(final Iterator<Prompt> prompts, final Sink sink) throws IOException {
        if (!prompts.hasNext()) {
            return; // no model for nothing
        }
        final Generator generator = ExecutorModel.get(Path.of(model));
        final ChatTemplate template = ChatTemplate.load(Path.of(model)).orElseThrow();
        final var rows = new ArrayList<Long>();
        final var ids = new ArrayList<int[]>();
        while (prompts.hasNext()) {
            final Prompt prompt = prompts.next();
            final int[] tokens = generator.tokenizer().encodeRendered(
                    template.render(List.of(Message.user(prompt.text())), ChatOptions.forGeneration()));
            if (tokens.length < generator.contextLength()) {
                rows.add(prompt.row());
                ids.add(tokens);
            } else {
                sink.write(prompt.row(), "error",
                        "the prompt has " + tokens.length + " tokens, the model room for "
                                + generator.contextLength());
            }
            if (ids.size() == BATCH || !prompts.hasNext()) {
                answer(generator, rows, ids, sink);
            }
        }
    }

    private static void answer(final Generator generator, final List<Long> rows, final List<int[]> ids,
            final Sink sink) throws IOException {
        final List<Generation> answers = generator.generateAll(ids.toArray(int[][]::new),
                GenerationOptions.DEFAULT.sampling(Sampling.greedy()).maxNewTokens(NEW_TOKENS),
                (prompt, token) -> {});
        for (int i = 0; i < answers.size(); i++) {
            sink.write(rows.get(i), "answer", answers.get(i).text());
        }
        rows.clear();
        ids.clear();
    }
}
