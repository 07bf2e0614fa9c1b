package dev.ingot.bench;

import dev.ingot.constrain.grammar.Automaton;
import dev.ingot.constrain.match.Matcher;
import dev.ingot.constrain.match.TokenConstraint;
import dev.ingot.constrain.match.Vocabulary;
import dev.ingot.constrain.schema.SchemaCompiler;
import dev.ingot.kernel.Kernels;
import dev.ingot.kernel.LogitKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a constraint costs per token on a vocabulary of 151,936: a document is said token by token, and the time of all its tokens
 * is divided by their number. Run with {@code -Djmh.args="MaskBenchmark"}, see README.md.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class MaskBenchmark {

    private static final int TOKENS = 64; // of the documents that are measured

    private static final String FLAT = """
            {"type": "object", "additionalProperties": false, "required": ["action", "room", "note", "value", "tags"],
             "properties": {"action": {"enum": ["set_brightness", "turn_on", "turn_off"]}, "room": {"type": "string"},
               "note": {"type": "string", "maxLength": 300}, "value": {"type": "integer", "minimum": 0, "maximum": 100},
               "tags": {"type": "array", "items": {"type": "string"}}}}
            """;
    private static final String TREE = """
            {"$ref": "#/$defs/node", "$defs": {"node": {"type": "object", "additionalProperties": false,
              "required": ["name", "children"], "properties": {"name": {"type": "string"},
                "children": {"type": "array", "items": {"$ref": "#/$defs/node"}}}}}}
            """;
    private static final String FLAT_TEXT = "{\"action\":\"set_brightness\",\"room\":\"kitchen and the hall\",\"note\":"
            + "\"please make it lovely and bright, but never more than yesterday in the afternoon\",\"value\":40,"
            + "\"tags\":[\"evening\",\"calm\",\"日本語 text\"]}";
    private static final String TREE_TEXT = "{\"name\":\"root\",\"children\":[{\"name\":\"left one\",\"children\":[{\"name\":"
            + "\"lower left one\",\"children\":[{\"name\":\"deep\",\"children\":[]}]}]},{\"name\":\"right\",\"children\":[]}]}";

    /** What is said. */
    @Param({"flat", "tree", "any"})
    public String schema;

    private final LogitKernels kernels = Kernels.active().logits();
    private Automaton automaton;
    private Vocabulary vocabulary;
    private TokenConstraint warm;
    private int[] document;
    private MemorySegment logits;

    /** Prepares the vocabulary and a document, cut or repeated to a fixed number of tokens. */
    @Setup(Level.Trial)
    public void setUp() {
        final byte[][] tokens = SyntheticVocabulary.tokens();
        vocabulary = SyntheticVocabulary.vocabulary(tokens);
        automaton = switch (schema) {
            case "flat" -> SchemaCompiler.grammar(FLAT).compile();
            case "tree" -> SchemaCompiler.grammar(TREE).compile();
            default -> SchemaCompiler.anyJson().compile();
        };
        final int[] ids = SyntheticVocabulary.encode(tokens, schema.equals("flat") ? FLAT_TEXT : TREE_TEXT);
        document = Arrays.copyOf(ids, Math.min(TOKENS, ids.length));
        warm = new TokenConstraint(automaton, vocabulary);
        logits = Arena.ofAuto().allocate((long) SyntheticVocabulary.SIZE * Float.BYTES, 64);
        System.out.println("tokens of the document: " + document.length);
    }

    /** Masks that are known: finding them, ruling out logits, taking the token. Time per document. */
    @Benchmark
    public boolean warm() {
        return say(warm.matcher());
    }

    /** The first document of a schema: every mask is computed. Time per document. */
    @Benchmark
    public boolean cold() {
        return say(new TokenConstraint(automaton, vocabulary).matcher());
    }

    /** The first mask inside a string, looked at token by token without tree, slices or memory of masks. Time per token. */
    @Benchmark
    public int fullScan() {
        final Matcher matcher = warm.matcher();
        int from = 0;
        while (from < 5) {
            matcher.accept(document[from++]);
        }
        int allowed = 0;
        for (int id = 0; id < vocabulary.size(); id++) {
            allowed += matcher.allows(id) ? 1 : 0;
        }
        return allowed;
    }

    private boolean say(final Matcher matcher) {
        for (final int id : document) {
            matcher.mask().apply(logits, SyntheticVocabulary.SIZE, kernels);
            matcher.accept(id);
        }
        return matcher.fits();
    }
}
