package dev.ingot.foundry.service.openai;

import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.openai.answer.ChatJson;
import dev.ingot.foundry.service.openai.answer.ChatStream;
import dev.ingot.foundry.service.openai.answer.Choice;
import dev.ingot.foundry.service.openai.answer.ChoiceListener;
import dev.ingot.foundry.service.openai.answer.Frame;
import dev.ingot.foundry.service.openai.answer.Ids;
import dev.ingot.foundry.service.openai.answer.LogprobText;
import dev.ingot.foundry.service.openai.answer.Preparation;
import dev.ingot.foundry.service.openai.answer.Together;
import dev.ingot.foundry.service.openai.answer.Usage;
import dev.ingot.foundry.service.openai.request.ChatRequest;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.PendingAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * One request of chat completions. Each answer is a conversation of its own. Where there are several, the first one computes
 * the prompt and the others copy it.
 */
final class ChatRun {

    private final Call call;
    private final ChatRequest request;
    private final Generator generator;
    private final Ids ids;
    private final ChatJson json;
    private final CountDownLatch prompt = new CountDownLatch(1);

    ChatRun(final Call call, final ChatRequest request, final Generator generator, final Ids ids) {
        this.call = call;
        this.request = request;
        this.generator = generator;
        this.ids = ids;
        json = new ChatJson(Frame.now(ids.next("chatcmpl-"), request.model()),
                request.options().logprobs().isPresent()
                        ? Optional.of(new LogprobText(generator.tokenizer()))
                        : Optional.empty());
    }

    /** Answers. What is wrong with the request shows before the first event is sent. */
    void run() throws IOException {
        final List<PendingAnswer> pending = prepare();
        try {
            if (request.stream()) {
                stream(pending);
            } else {
                final List<Choice> choices = make(pending, index -> ChoiceListener.NONE,
                        (index, choice) -> {});
                call.reply(200, json.completion(choices, Usage.of(choices)));
            }
        } finally {
            pending.forEach(PendingAnswer::close);
        }
    }

    private void stream(final List<PendingAnswer> pending) throws IOException {
        final var stream = new ChatStream(call.events(), json, request.usage());
        stream.done(Usage.of(make(pending, stream::begin, stream::end)));
    }

    private List<PendingAnswer> prepare() {
        Preparation.checkBias(request.options().sampling(), generator);
        final var pending = new ArrayList<PendingAnswer>();
        final var first = request.session(generator, request.options());
        try {
            for (int i = 0; i < request.choices(); i++) {
                final var session = i == 0 ? first : first.fork();
                pending.add(Preparation.of(call, session, generator, "messages",
                        request.options(i).cancellation(call.cancellation())));
            }
            return pending;
        } catch (RuntimeException | Error e) {
            pending.forEach(PendingAnswer::close);
            throw e;
        }
    }

    /** Makes a listener for an answer. */
    @FunctionalInterface
    private interface Begin {
        ChoiceListener at(int index) throws IOException;
    }

    /** Hears of a whole answer. */
    @FunctionalInterface
    private interface End {
        void at(int index, Choice choice) throws IOException;
    }

    private List<Choice> make(final List<PendingAnswer> pending, final Begin begin, final End end)
            throws IOException {
        final List<Callable<Choice>> tasks = new ArrayList<>();
        IntStream.range(0, pending.size())
                .forEach(index -> tasks.add(() -> make(index, pending.get(index), begin, end)));
        return new Together(generator.sequences(), call.cancellation()).run(tasks);
    }

    private Choice make(final int index, final PendingAnswer pending, final Begin begin, final End end)
            throws IOException, InterruptedException {
        if (index > 0) {
            prompt.await();
        }
        try {
            final Choice choice = Choice.make(call, pending, ids, begin.at(index), prompt::countDown);
            end.at(index, choice);
            return choice;
        } finally {
            prompt.countDown();
        }
    }
}
