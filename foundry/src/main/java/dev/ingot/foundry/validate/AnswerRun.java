package dev.ingot.foundry.validate;

import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Asks everything that a suite holds. */
final class AnswerRun {

    private static final int AT_ONCE = 8;

    private final RunSettings settings;
    private final Asker asker;
    private final Judge judge;
    private final Clients clients;

    AnswerRun(final RunSettings settings, final Generator generator, final Clients clients) {
        this.settings = settings;
        this.clients = clients;
        asker = new Asker(generator);
        judge = new Judge(Likeness.of(generator));
    }

    List<Answer> run(final Suite suite) {
        final var answers = new ArrayList<Answer>();
        final List<SuiteItem> items = suite.items();
        final int step = AT_ONCE * settings.concurrency();
        for (int from = 0; from < items.size(); from += step) {
            settings.listener().onProgress("answers", from, items.size());
            answers.addAll(clients.all(items.subList(from, Math.min(items.size(), from + step)).stream()
                    .map(item -> (Callable<Answer>) () -> answer(item)).toList()));
        }
        return answers;
    }

    private Answer answer(final SuiteItem item) {
        final GenerationOptions options = settings.request();
        return judge.judge(item, asker.ask(item.prompt(),
                item.maxNewTokens().isPresent()
                        ? options.maxNewTokens(item.maxNewTokens().getAsInt())
                        : options));
    }
}
