package dev.ingot.runtime;

import dev.ingot.runtime.engine.Deadline;
import dev.ingot.runtime.engine.Engine;
import dev.ingot.runtime.engine.RunControl;
import dev.ingot.runtime.engine.Sequence;
import dev.ingot.runtime.engine.TextFeed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Beam search: of all continuations of the texts under way, the best are continued, each with its own key-value cache; their
 * steps are made as one. An end token finishes an answer if it ranks among as many as there are beams. For one search.
 *
 * @see <a href="https://arxiv.org/abs/1609.08144">Wu et al. 2016, length normalization</a>
 */
final class BeamSearch {

    private final LoadedModel model;
    private final Engine engine;
    private final BeamRules rules;
    private final BeamFinish finish;
    private final int[] prompt;
    private final GenerationWatch watch;
    private final Deadline deadline;
    private final List<Beam> beams = new ArrayList<>();
    private int running; // beams that have a text; at first only one has

    BeamSearch(final LoadedModel model, final int[] prompt, final GenerationOptions options,
            final BeamOptions beams, final Deadline deadline, final Optional<TurnRules> turn) {
        this.model = model;
        this.deadline = deadline;
        this.prompt = prompt.clone();
        engine = model.engine();
        rules = BeamRules.of(model, prompt, options, beams, turn, deadline);
        finish = new BeamFinish(rules);
        watch = model.watch().begin(turn.isPresent(), options.adapter(), prompt.length);
    }

    /** Returns the best answers, best first. */
    List<BeamAnswer> run() {
        final GenerationOptions options = rules.options();
        try (var control = model.adapters().control(options.adapter(), deadline);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            final Runnable stop = control::stop;
            options.cancellation().ifPresent(it -> it.listen(stop));
            try {
                return run(control, threads);
            } finally {
                options.cancellation().ifPresent(it -> it.forget(stop));
            }
        } catch (RuntimeException | Error e) {
            watch.failed(e, tokens());
            throw e;
        } finally {
            watch.tell();
        }
    }

    private List<BeamAnswer> run(final RunControl control, final ExecutorService threads) {
        if (!engine.enter()) {
            throw new IllegalStateException("the generator is closed");
        }
        final List<Sequence> lent = engine.acquireAll(rules.beams().beams(), control);
        try {
            lent.forEach(it -> beams.add(new Beam(rules, it, prompt)));
            if (beams.size() == rules.beams().beams()) {
                running = 1;
                search(control, threads);
            }
            final var texts = finish.best().stream().map(it -> BeamText.of(it, rules)).toList();
            final Timings timings = watch.ended(
                    texts.isEmpty() ? stopReason(control) : texts.getFirst().reason(), tokens(),
                    model.loadTime());
            return texts.stream().map(it -> it.answer(prompt, watch.cachedTokens(), timings)).toList();
        } finally {
            lent.forEach(it -> engine.release(it, Sequence.NOBODY));
            engine.leave();
        }
    }

    private static FinishReason stopReason(final RunControl control) {
        return control.expired() ? FinishReason.DEADLINE : FinishReason.CANCELLED;
    }

    private void search(final RunControl control, final ExecutorService threads) {
        boolean going = true;
        while (going && compute(control, threads)) {
            beams.subList(0, running).forEach(it -> it.rank(engine.vocabulary()));
            going = choose();
        }
        if (going || atLimit()) {
            final FinishReason reason = going ? stopReason(control) : FinishReason.LENGTH;
            beams.subList(0, running)
                    .forEach(it -> finish.add(it.answer(), it.score(), it.length() - prompt.length, reason));
        }
    }

    private boolean atLimit() {
        return running > 0 && beams.getFirst().length() >= rules.limit();
    }

    /** Computes the logits behind every running text, the steps of all of them side by side. */
    private boolean compute(final RunControl control, final ExecutorService threads) {
        final boolean first = beams.getFirst().length() == prompt.length;
        final boolean shares = rules.turn().isPresent() || model.sharesPrefixes(); // conversations always do
        final var feed = first ? new TextFeed(engine, control, shares) : null;
        final var steps = beams.subList(0, running).stream()
                .map(beam -> threads.submit(() -> beam.compute(control.adapter(),
                        feed == null ? TextFeed.copying(engine, control) : feed)))
                .toList();
        final boolean done = new Waiting(control).all(steps);
        if (feed != null && done) {
            watch.prefilled(feed.copied());
        }
        return done;
    }

    /** A text and a token behind it. */
    private record Candidate(int beam, int id, double score) {}

    /** Chooses the continuations that the search goes on with; false when it is over. */
    private boolean choose() {
        final int most = rules.beams().beams();
        final List<Candidate> ranked = ranked(2 * most);
        final var next = new ArrayList<Candidate>();
        for (int rank = 0; rank < ranked.size() && next.size() < most; rank++) {
            final Candidate it = ranked.get(rank);
            final Beam beam = beams.get(it.beam);
            if (!model.endTokens().contains(it.id)) {
                next.add(it);
            } else if (rank < most) {
                finish.add(beam.answer(), it.score, beam.length() - prompt.length + 1, FinishReason.STOP);
            }
        }
        if (next.isEmpty()) {
            running = 0;
            return false;
        }
        advance(next);
        finishComplete();
        if (running > 0 && finish.isEnough(best(), beams.getFirst().length() - prompt.length)) {
            running = 0; // what is still running counts no more, at the limit neither
        }
        return running > 0 && !atLimit();
    }

    private double best() {
        return beams.subList(0, running).stream().mapToDouble(Beam::score).max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private List<Candidate> ranked(final int most) {
        final var all = new ArrayList<Candidate>();
        for (int beam = 0; beam < running; beam++) {
            final var found = beams.get(beam).continuations();
            for (int place = 0; place < found.size(); place++) {
                final double score = beams.get(beam).score() + found.logProbability(place);
                if (score > Double.NEGATIVE_INFINITY) {
                    all.add(new Candidate(beam, found.id(place), score));
                }
            }
        }
        all.sort(Comparator.comparingDouble(Candidate::score).reversed().thenComparingInt(Candidate::beam)
                .thenComparingInt(Candidate::id));
        return all.subList(0, Math.min(most, all.size()));
    }

    /** The first continuation of a text keeps its beam; others take one that is not continued. */
    private void advance(final List<Candidate> next) {
        final var kept = new HashSet<Integer>();
        final var spare = new ArrayList<>(beams);
        next.forEach(it -> spare.remove(beams.get(it.beam)));
        final var chosen = new ArrayList<Beam>();
        for (final Candidate it : next) {
            final Beam parent = beams.get(it.beam);
            Beam child = parent;
            if (!kept.add(it.beam)) {
                child = spare.removeLast();
                child.become(parent);
            }
            chosen.add(child);
        }
        for (int i = 0; i < chosen.size(); i++) {
            chosen.get(i).accept(next.get(i).id, next.get(i).score);
        }
        beams.clear();
        beams.addAll(chosen);
        beams.addAll(spare);
        running = chosen.size();
    }

    /** What its constraint leaves nothing more to say ends without an end token. */
    private void finishComplete() {
        for (int i = running - 1; i >= 0; i--) {
            final Beam beam = beams.get(i);
            if (beam.isComplete()) {
                finish.add(beam.answer(), beam.score(), beam.length() - prompt.length, FinishReason.STOP);
                beams.remove(i);
                beams.add(beam);
                running--;
            }
        }
    }

    private int tokens() {
        return finish.best().isEmpty() ? 0 : finish.best().getFirst().tokens().size();
    }
}
