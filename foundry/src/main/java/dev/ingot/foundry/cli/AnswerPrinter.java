package dev.ingot.foundry.cli;

import dev.ingot.chat.answer.AnswerPart;
import dev.ingot.chat.answer.ToolCall;
import dev.ingot.runtime.Generation;
import java.io.PrintStream;
import java.util.function.Consumer;

/** Prints what a model answers as it comes: content where results go; reasoning and calls where notes go. */
final class AnswerPrinter implements Consumer<AnswerPart> {

    private final Terminal terminal;
    private boolean reasoning;

    AnswerPrinter(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void accept(final AnswerPart part) {
        if (reasoning && !(part instanceof AnswerPart.Reasoning)) {
            reasoning = false;
            terminal.err().println();
        }
        switch (part) {
            case AnswerPart.Content it -> print(terminal.out(), it.text());
            case AnswerPart.Reasoning it -> {
                reasoning = true;
                print(terminal.err(), it.text());
            }
            case AnswerPart.Call it -> print(it.call());
        }
    }

    /** Prints a whole answer. */
    void print(final Generation answer) {
        if (!answer.reasoning().isEmpty()) {
            terminal.err().println(answer.reasoning());
        }
        terminal.out().print(answer.content());
        answer.toolCalls().forEach(this::print);
    }

    private void print(final ToolCall call) {
        terminal.err().println("calls " + call.name() + " " + call.arguments());
    }

    private static void print(final PrintStream stream, final String text) {
        stream.print(text);
        stream.flush();
    }
}
