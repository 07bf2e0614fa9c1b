package dev.ingot.constrain.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.constrain.grammar.Automaton;
import dev.ingot.constrain.grammar.Effort;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.error.CancelledException;
import dev.ingot.error.ConstraintException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked for again is made once, few are made at a time, and who waits can give up. */
@Timeout(60) // What is waited for may never come.
final class AutomataTest {

    private static final int AT_ONCE = 2;

    private final Automata automata = new Automata(1 << 20, AT_ONCE);
    private final CountDownLatch begun = new CountDownLatch(AT_ONCE);
    private final CountDownLatch end = new CountDownLatch(1);

    private static Grammar word(final String word) {
        return Grammar.of("test", Expr.literal(word));
    }

    private Grammar held() {
        begun.countDown();
        awaited(end);
        return word("a");
    }

    private static void awaited(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Automaton get(final Automata from, final Object key, final Supplier<Grammar> grammar) {
        return from.use(() -> Automata.of(key, grammar));
    }

    private CompletableFuture<Automaton> later(final Executor threads, final Object key,
            final Supplier<Grammar> grammar) {
        return CompletableFuture.supplyAsync(() -> get(automata, key, grammar), threads);
    }

    /** Takes a turn until the end. */
    private Runnable hold(final int key) {
        return () -> assertThat(get(automata, key, this::held)).isNotNull();
    }

    @Test
    void whatIsKeptIsNotMadeAgain() {
        final Automaton first = get(automata, "a", () -> word("a"));
        assertThat(get(automata, "a", () -> {
            throw new AssertionError("made again");
        })).isSameAs(first);
        assertThat(automata.made()).isEqualTo(1);
    }

    @Test
    void nothingIsKeptWhereNobodyHasSaidSo() {
        assertThat(Automata.of("a", () -> word("a"))).isNotSameAs(Automata.of("a", () -> word("a")));
    }

    @Test
    void whatSeveralAskForAtOnceIsMadeOnce() {
        final var made = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            final List<CompletableFuture<Automaton>> asking = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                asking.add(later(threads, "a", () -> {
                    made.incrementAndGet();
                    return word("abc");
                }));
            }
            assertThat(asking.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void thoseNotUsedForLongestGoWhenTheyAreTooLargeTogether() {
        final long one = word("abc").compile().bytes();
        final var few = new Automata(2 * one, 1);
        final List<String> made = new ArrayList<>();
        for (final String key : List.of("abc", "bcd", "abc", "cde", "abc", "bcd")) {
            get(few, key, () -> {
                made.add(key);
                return word(key);
            });
        }
        assertThat(made).containsExactly("abc", "bcd", "cde", "bcd");
    }

    @Test
    void whatIsLargerThanAllIsMadeAndNotKept() {
        final var none = new Automata(1, 1);
        assertThat(get(none, "a", () -> word("a"))).isNotSameAs(get(none, "a", () -> word("a")));
        assertThat(none.made()).isEqualTo(2);
    }

    @Test
    void oneBeyondTheTurnsWaitsUntilOneIsFree() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                threads.execute(hold(i));
            }
            awaited(begun);
            final var next = later(threads, "next", () -> {
                assertThat(end.getCount()).as("the turns that were taken end first").isZero();
                return word("a");
            });
            end.countDown();
            assertThat(next.join()).isNotNull();
        }
    }

    @Test
    void whatIsKeptNeedsNoTurn() {
        final Automaton known = get(automata, "known", () -> word("a"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                threads.execute(hold(i));
            }
            awaited(begun);
            try {
                assertThat(later(threads, "known", this::held).join()).isSameAs(known);
            } finally {
                end.countDown();
            }
        }
    }

    @Test
    void whoWaitsCanGiveUp() {
        final var cancelled = new AtomicBoolean();
        final var made = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                threads.execute(hold(i));
            }
            awaited(begun);
            final var next = CompletableFuture.supplyAsync(
                    () -> Effort.within(cancelled::get, () -> get(automata, "next", () -> {
                        made.set(true);
                        return word("a");
                    })), threads);
            cancelled.set(true);
            try {
                assertThatThrownBy(next::join).hasCauseInstanceOf(CancelledException.class);
                assertThat(made).isFalse();
            } finally {
                end.countDown();
            }
        }
    }

    @Test
    void aTurnIsGivenBackWhateverBecomesOfIt() {
        for (int i = 0; i <= AT_ONCE; i++) {
            assertThatThrownBy(() -> get(automata, "bad", () -> {
                throw new ConstraintException("test", "", "no");
            })).isInstanceOf(ConstraintException.class);
        }
        assertThat(get(automata, "bad", () -> word("a"))).isNotNull();
        assertThat(automata.made()).isEqualTo(1);
    }
}
