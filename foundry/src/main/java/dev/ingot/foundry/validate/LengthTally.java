package dev.ingot.foundry.validate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Gathers what requests with prompts of one length took. */
final class LengthTally {

    private final int promptTokens;
    private final List<Reply> replies = new ArrayList<>();
    private Duration time = Duration.ZERO;
    private Duration processor = Duration.ZERO;

    LengthTally(final int promptTokens) {
        this.promptTokens = promptTokens;
    }

    void add(final List<Reply> more, final Duration took, final Duration processorTook) {
        replies.addAll(more);
        time = time.plus(took);
        processor = processor.plus(processorTook);
    }

    LengthResult result() {
        final List<Reply> answered = replies.stream().filter(Reply::answered).toList();
        return new LengthResult(promptTokens, replies.size(),
                replies.stream().flatMap(reply -> reply.failure().stream()).toList(),
                of(answered, reply -> Figures.millis(reply.time())),
                of(answered, reply -> reply.firstToken().map(Figures::millis).orElse(Double.NaN)),
                of(answered, reply -> reply.speed() > 0 ? reply.speed() : Double.NaN),
                answered.stream().mapToLong(reply -> reply.tokens().size()).sum(), time, processor);
    }

    private static Distribution of(final List<Reply> replies, final Function<Reply, Double> value) {
        return Distribution.of(replies.stream().map(value).filter(it -> !it.isNaN()).toList());
    }
}
