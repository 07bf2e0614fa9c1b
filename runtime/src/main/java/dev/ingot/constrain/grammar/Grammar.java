package dev.ingot.constrain.grammar;

import dev.ingot.error.ConstraintException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rules that may call each other, while they are collected. Rules are known by number; 0 is the root. For one thread. */
public final class Grammar {

    private static final int MOST_RULES = 20_000;

    private final String kind;
    private final List<String> names = new ArrayList<>();
    private final List<@Nullable Expr> bodies = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * Begins with a root without a body.
     *
     * @param kind what sort of constraint it comes from, for messages
     * @param root name of the first rule
     */
    public Grammar(final String kind, final String root) {
        this.kind = kind;
        rule(root);
    }

    /**
     * Makes a grammar of one rule.
     *
     * @param kind what sort of constraint it comes from, for messages
     * @param root what it says
     * @return the grammar
     */
    public static Grammar of(final String kind, final Expr root) {
        final var grammar = new Grammar(kind, "root");
        grammar.define(0, root);
        return grammar;
    }

    /**
     * Returns the rule of a name, which may be defined later.
     *
     * @param name any
     * @return its number
     */
    public int rule(final String name) {
        final Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() == MOST_RULES) {
            throw fault("more than " + MOST_RULES + " rules");
        }
        numbers.put(name, names.size());
        names.add(name);
        bodies.add(null);
        return names.size() - 1;
    }

    /**
     * Says what a rule stands for.
     *
     * @param rule its number
     * @param body what it stands for
     */
    public void define(final int rule, final Expr body) {
        Effort.look();
        bodies.set(rule, body);
    }

    /**
     * Gives an expression that stands at several places a rule of its own, so that it is written once.
     *
     * @param body any expression
     * @return a call of it, or the expression itself if that is no larger
     */
    public Expr shared(final Expr body) {
        if (body instanceof Expr.Call || body instanceof Expr.OneByte || body.equals(Expr.EMPTY)) {
            return body;
        }
        final int rule = rule(" shared " + names.size());
        define(rule, body);
        return new Expr.Call(rule);
    }

    /**
     * Tells whether a rule has a body.
     *
     * @param rule its number
     * @return true if so
     */
    public boolean isDefined(final int rule) {
        return bodies.get(rule) != null;
    }

    /**
     * Returns how many rules there are.
     *
     * @return the number, undefined ones included
     */
    public int size() {
        return names.size();
    }

    /**
     * Returns the name of a rule.
     *
     * @param rule its number
     * @return its name
     */
    public String name(final int rule) {
        return names.get(rule);
    }

    Expr body(final int rule) {
        final Expr body = bodies.get(rule);
        if (body == null) {
            throw fault("the rule \"" + names.get(rule) + "\" is used but not defined");
        }
        return body;
    }

    ConstraintException fault(final String reason) {
        return new ConstraintException(kind, "", reason);
    }

    /**
     * Compiles the rules that the root needs.
     *
     * @return the automaton
     * @throws ConstraintException if a rule is missing, calls itself before it says anything, if nothing fits the grammar, or
     *                             if it is too large
     */
    public Automaton compile() {
        return new Compiler(Pruned.of(LeftRecursion.unrolled(this))).compile();
    }

    /**
     * Takes in the rules of another grammar.
     *
     * @param other  the grammar; stays as it is
     * @param prefix of its rules' names, by which they differ from those that are here
     * @return what its root says
     */
    public Expr include(final Grammar other, final String prefix) {
        final int[] numbers = IntStream.range(0, other.size()).map(i -> rule(prefix + other.name(i)))
                .toArray();
        for (int i = 0; i < numbers.length; i++) {
            define(numbers[i], moved(other.body(i), numbers));
        }
        return new Expr.Call(numbers[0]);
    }

    private static Expr moved(final Expr body, final int[] numbers) {
        return switch (body) {
            case Expr.OneByte it -> it;
            case Expr.Sequence it ->
                new Expr.Sequence(it.parts().stream().map(part -> moved(part, numbers)).toList());
            case Expr.Choice it ->
                new Expr.Choice(it.options().stream().map(option -> moved(option, numbers)).toList());
            case Expr.Repeat it -> new Expr.Repeat(moved(it.body(), numbers), it.min(), it.max());
            case Expr.Call it -> new Expr.Call(numbers[it.rule()]);
        };
    }

    /** The same names with other bodies. */
    Grammar with(final List<Expr> others) {
        final var result = new Grammar(kind, names.getFirst());
        for (int i = 0; i < names.size(); i++) {
            result.rule(names.get(i));
            result.define(i, others.get(i));
        }
        return result;
    }
}
