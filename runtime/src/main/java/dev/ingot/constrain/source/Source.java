package dev.ingot.constrain.source;

import dev.ingot.constrain.grammar.Automaton;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.constrain.schema.SchemaCompiler;
import dev.ingot.constrain.text.Choices;
import dev.ingot.constrain.text.GbnfParser;
import dev.ingot.constrain.text.LarkParser;
import dev.ingot.constrain.text.RegexParser;
import java.util.List;

/**
 * A constraint as it is written. Equal ones have equal automata.
 *
 * @param notation how it is to be read
 * @param texts    any number for {@link Notation#CHOICE}, none for {@link Notation#JSON}, else one
 */
public record Source(Notation notation, List<String> texts) {

    /** How a constraint is to be read. */
    public enum Notation {
        /** A JSON schema. */
        SCHEMA,
        /** Any JSON. */
        JSON,
        /** A regular expression. */
        REGEX,
        /** A grammar of llama.cpp. */
        GBNF,
        /** A grammar of Lark. */
        LARK,
        /** Texts to choose from. */
        CHOICE
    }

    /** Copies the list. */
    public Source {
        texts = List.copyOf(texts);
    }

    /**
     * Reads it.
     *
     * @return its grammar
     * @throws dev.ingot.error.ConstraintException if it is malformed or not supported
     */
    public Grammar grammar() {
        final String text = texts.isEmpty() ? "" : texts.getFirst();
        return switch (notation) {
            case SCHEMA -> SchemaCompiler.grammar(text);
            case JSON -> SchemaCompiler.anyJson();
            case REGEX -> RegexParser.grammar(text);
            case GBNF -> GbnfParser.grammar(text);
            case LARK -> LarkParser.grammar(text);
            case CHOICE -> Choices.grammar(texts);
        };
    }

    /**
     * Compiles it, unless that was done already where this is called.
     *
     * @return the automaton
     * @throws dev.ingot.error.ConstraintException if it is malformed, not supported or too large
     */
    public Automaton automaton() {
        return Automata.of(this, this::grammar);
    }
}
