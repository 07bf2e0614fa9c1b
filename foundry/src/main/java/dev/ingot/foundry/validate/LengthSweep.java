package dev.ingot.foundry.validate;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.foundry.validate.measure.ProcessProbe;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Asks prompts of several lengths for answers of one length, so that times can be compared. Lengths take turns, so that what
 * else the machine does meets all of them.
 */
final class LengthSweep {

    private static final List<Integer> USUAL = List.of(16, 64, 256, 1024, 4096);
    private static final int TURNS = 5;

    private final RunSettings settings;
    private final Asker asker;
    private final Clients clients;
    private final PromptText text;
    private final GenerationOptions options;
    private long number;

    LengthSweep(final RunSettings settings, final Generator generator, final Clients clients) {
        this.settings = settings;
        this.clients = clients;
        asker = new Asker(generator);
        text = new PromptText(generator, settings.suite());
        options = settings.request().minNewTokens(settings.maxNewTokens());
        number = settings.seed().orElse(0);
    }

    /** Returns the lengths that were asked for, or those of the usual ones that the model has room for. */
    static List<Integer> lengths(final RunSettings settings, final int context) {
        final int room = context - settings.maxNewTokens();
        settings.lengths().stream().filter(length -> length > room).findFirst().ifPresent(length -> {
            throw new InvalidOptionException("length of a prompt: expected at most " + room
                    + ", what the model's context of " + context + " leaves beside an answer of "
                    + settings.maxNewTokens() + ", found " + length);
        });
        if (!settings.lengths().isEmpty()) {
            return settings.lengths();
        }
        final List<Integer> fitting = USUAL.stream().filter(length -> length <= room).toList();
        if (fitting.isEmpty()) {
            throw new InvalidOptionException("max new tokens: expected at most "
                    + (context - USUAL.getFirst())
                    + ", which the model's context leaves beside a prompt of " + USUAL.getFirst() + ", found "
                    + settings.maxNewTokens());
        }
        return fitting;
    }

    List<LengthResult> run(final List<Integer> lengths) {
        if (settings.warmUp() > 0) {
            for (int i = 0; i < lengths.size(); i++) {
                settings.listener().onProgress("warming up", i, lengths.size());
                requests(lengths.get(i), settings.warmUp());
            }
        }
        final var tallies = lengths.stream().map(LengthTally::new).toList();
        final int turns = Math.min(TURNS, settings.rounds());
        for (int turn = 0; turn < turns; turn++) {
            final int count = share(settings.rounds(), turns, turn);
            for (int i = 0; i < lengths.size(); i++) {
                settings.listener().onProgress("prompts of " + lengths.get(i) + " tokens",
                        (long) turn * lengths.size() + i, (long) turns * lengths.size());
                measure(lengths.get(i), count, tallies.get(i));
            }
        }
        return tallies.stream().map(LengthTally::result).toList();
    }

    private static int share(final int all, final int turns, final int turn) {
        return all / turns + (turn < all % turns ? 1 : 0);
    }

    private void measure(final int length, final int count, final LengthTally tally) {
        final Duration processor = ProcessProbe.processorTime();
        final long start = System.nanoTime();
        final List<Reply> replies = requests(length, count);
        tally.add(replies, Duration.ofNanos(System.nanoTime() - start),
                ProcessProbe.processorTime().minus(processor));
    }

    private List<Reply> requests(final int length, final int count) {
        final var requests = new ArrayList<Callable<Reply>>();
        for (int i = 0; i < count; i++) {
            final int[] prompt = text.prompt(length, number++);
            requests.add(() -> asker.ask(prompt, options));
        }
        return clients.all(requests);
    }
}
