package dev.ingot.constrain.grammar;

import java.util.function.IntConsumer;

/** The rules that an expression calls. */
final class Calls {

    private Calls() {}

    static void in(final Expr expression, final IntConsumer consumer) {
        switch (expression) {
            case Expr.Call call -> consumer.accept(call.rule());
            case Expr.Sequence sequence -> sequence.parts().forEach(it -> in(it, consumer));
            case Expr.Choice choice -> choice.options().forEach(it -> in(it, consumer));
            case Expr.Repeat repeat -> in(repeat.body(), consumer);
            case Expr.OneByte ignored -> {
            }
        }
    }
}
