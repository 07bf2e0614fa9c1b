package dev.ingot.foundry.cli;

import dev.ingot.constrain.Constraint;
import dev.ingot.io.TextFiles;
import dev.ingot.runtime.GenerationOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What the answer must look like: at most one. */
final class ConstraintOptions {

    /** The ways to say it, which exclude each other. */
    static final class Kinds {

        @Option(names = "--json-schema", paramLabel = "FILE", description = "Answer with a JSON document of this schema.")
        @Nullable
        Path schema;

        @Option(names = "--regex", paramLabel = "R", description = "Answer with a text that this regular expression matches.")
        @Nullable
        String regex;

        @Option(names = "--grammar", paramLabel = "FILE", description = "Answer with a text of this grammar, in llama.cpp's"
                + " notation (GBNF) or in Lark's: by the ending .gbnf or .lark, or by ::= in it.")
        @Nullable
        Path grammar;

        @Option(names = "--choice", paramLabel = "A,B", split = ",", description = "Answer with one of these texts.")
        @Nullable
        List<String> choice;
    }

    @ArgGroup(multiplicity = "0..1")
    @Nullable
    Kinds kinds;

    GenerationOptions apply(final GenerationOptions options) {
        return kinds == null ? options : options.constraint(constraint(kinds));
    }

    private static Constraint constraint(final Kinds kinds) {
        if (kinds.schema != null) {
            return Constraint.jsonSchema(TextFiles.read(kinds.schema));
        }
        if (kinds.regex != null) {
            return Constraint.regex(kinds.regex);
        }
        return kinds.grammar != null
                ? grammar(kinds.grammar)
                : Constraint
                        .choice(kinds.choice == null ? new String[0] : kinds.choice.toArray(String[]::new));
    }

    private static Constraint grammar(final Path file) {
        final String rules = TextFiles.read(file);
        final String name = file.toString();
        final boolean lark = name.endsWith(".lark") || (!name.endsWith(".gbnf") && !rules.contains("::="));
        return lark ? Constraint.lark(rules) : Constraint.gbnf(rules);
    }
}
