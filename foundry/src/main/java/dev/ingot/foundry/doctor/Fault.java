package dev.ingot.foundry.doctor;

/**
 * Everything that can be found. The codes never change their meaning; docs/troubleshooting.md explains each.
 */
public enum Fault {
    /** Nothing lies at the path. */
    NO_SUCH_PATH(101, Severity.NOT_LISTED, "nothing is there"),
    /** A model's files lie in the root of the cache. */
    FILES_IN_ROOT(102, Severity.NOT_LISTED, "a model lies directly in the root, where no reader looks"),
    /** genai_config.json is missing. */
    NO_GENAI_CONFIG(103, Severity.NOT_LISTED, "genai_config.json is missing"),
    /** inference_model.json is missing. */
    NOT_REGISTERED(104, Severity.NOT_LISTED, "inference_model.json is missing, the model is not registered"),
    /** A file that readers look for has a name in other letters. */
    FILE_NAME_CASE(105, Severity.NOT_LISTED, "the file's name is written with other capitals"),
    /** The mark of an unfinished download or conversion is there. */
    UNFINISHED(106, Severity.NOT_LISTED, "the directory is marked as not finished"),
    /** inference_model.json is not JSON. */
    BAD_INFERENCE_MODEL(107, Severity.NOT_LISTED, "inference_model.json cannot be read"),
    /** The key of the name is written with other capitals. */
    NAME_KEY_CASE(108, Severity.NOT_LISTED, "the key of the name is written with other capitals"),
    /** There is no name. */
    NO_NAME(109, Severity.NOT_LISTED, "the model has no name"),
    /** Two models have one name. */
    DUPLICATE_NAME(110, Severity.NOT_LISTED,
            "another model has the same name, and readers take the last one"),
    /** A model lies inside another one. */
    NESTED_MODEL(111, Severity.NOT_LISTED, "the model lies inside another model, where no reader looks"),
    /** A checkpoint that was not converted. */
    NOT_CONVERTED(112, Severity.NOT_LISTED, "it is a Hugging Face checkpoint, not an ONNX model"),
    /** A directory or file cannot be read. */
    UNREADABLE(113, Severity.NOT_LISTED, "it cannot be read"),
    /** A link leads nowhere. */
    LINK_TO_NOTHING(114, Severity.NOT_LISTED, "the link leads nowhere"),
    /** A link leads to a directory above it. */
    LINK_CIRCLE(115, Severity.NOTE, "the link leads in a circle"),
    /** The name is outside the grammar. */
    NAME_GRAMMAR(116, Severity.WRONG, "the name is outside the grammar that every reader takes"),
    /** The name asks for another device. */
    NAME_DEVICE(117, Severity.WRONG, "the name asks for a GPU or NPU"),
    /** A key that makes the directory a bundle. */
    COMPONENT_MANIFEST(118, Severity.WRONG,
            "ComponentManifest makes newer readers take the model for a bundle"
                    + " of components, which never generates text"),
    /** Two names differ only in capitals. */
    NAME_CASE_CLASH(119, Severity.WRONG, "the names of two models differ only in capitals"),
    /** A path that Windows does not take. */
    LONG_PATH(120, Severity.NOTE, "the path is longer than Windows takes by default"),
    /** A directory name that Foundry Local or Windows refuses. */
    UNSAFE_SEGMENT(121, Severity.WRONG, "the directory's name is not safe on every system"),
    /** An entry of the index of registered models is of no use. */
    INDEX_ENTRY(122, Severity.NOT_LISTED,
            "foundry.local.modelinfo.json, where applications register models by their path, says what cannot be used"),
    /** A link leads to itself. */
    LINK_TO_ITSELF(123, Severity.NOT_LISTED,
            "the link leads to itself: Foundry Local stops looking where it meets it, so that models beside it"
                    + " may not be listed there"),
    /** No model has the name that is asked for. */
    NAME_NOT_LISTED(124, Severity.NOT_LISTED, "no model of this name is listed"),
    /** A shared cache is not there. */
    SHARED_CACHE_MISSING(125, Severity.NOT_LISTED,
            "a shared cache is not there, and none of its models is listed"),
    /** A text is none. */
    TEXT_TYPE(126, Severity.NOTE, "a text of inference_model.json is none, and is read as if it were empty"),
    /** What a dead process of ours left looks like a model. */
    LEFTOVER(127, Severity.WRONG, "what an ingot left that was ended from outside counts as a model"),

    /** A JSON file is malformed. */
    BAD_JSON(201, Severity.BROKEN, "the file is not valid JSON"),
    /** A file begins with a byte order mark. */
    BYTE_ORDER_MARK(202, Severity.BROKEN,
            "the file begins with a byte order mark, which some readers refuse"),
    /** A value of genai_config.json is missing or wrong. */
    GENAI_VALUE(203, Severity.BROKEN, "genai_config.json has a value that cannot be used"),
    /** genai_config.json has prompt templates. */
    PROMPT_TEMPLATES_BLOCK(204, Severity.BROKEN,
            "releases of onnxruntime-genai from 0.9 on refuse a configuration with"
                    + " prompt_templates"),
    /** genai_config.json has a key that the runtime does not know. */
    UNKNOWN_GENAI_KEY(205, Severity.BROKEN, "onnxruntime-genai stops at keys that it does not know"),
    /** The model type is unknown. */
    UNKNOWN_MODEL_TYPE(206, Severity.BROKEN, "onnxruntime-genai does not know the model type"),
    /** The graph is missing. */
    GRAPH_MISSING(207, Severity.BROKEN, "the graph is missing"),
    /** The graph cannot be read. */
    GRAPH_DAMAGED(208, Severity.BROKEN, "the graph cannot be read"),
    /** Weights are missing. */
    WEIGHTS_MISSING(209, Severity.BROKEN, "a data file with weights is missing or too short"),
    /** Sizes in genai_config.json are not those of the graph. */
    SIZES_CONTRADICT_GRAPH(210, Severity.BROKEN, "genai_config.json and the graph say different sizes"),
    /** Inputs or outputs in genai_config.json are not those of the graph. */
    NAMES_CONTRADICT_GRAPH(211, Severity.BROKEN,
            "genai_config.json and the graph name different inputs or outputs"),
    /** The tokenizer is missing. */
    TOKENIZER_MISSING(212, Severity.BROKEN, "the tokenizer is missing"),
    /** The tokenizer cannot be read. */
    TOKENIZER_DAMAGED(213, Severity.BROKEN, "the tokenizer cannot be read"),
    /** The tokenizer's class is unknown to the runtime. */
    TOKENIZER_CLASS(214, Severity.BROKEN, "onnxruntime-genai does not know the tokenizer's class"),
    /** The tokenizer has ids that the model does not know. */
    VOCABULARY_LARGER(215, Severity.WRONG, "the tokenizer has ids that the model does not know"),
    /** Another version wrote the model. */
    OTHER_VERSION(216, Severity.NOTE, "another version of Ingot made the model"),
    /** A JSON file is one that some readers refuse. */
    JSON_FOR_SOME(217, Severity.BROKEN, "the file is JSON that some readers refuse, Ingot among them"),
    /** The model asks for an execution provider that not every machine has. */
    OTHER_PROVIDER(218, Severity.NOTE,
            "genai_config.json asks for an execution provider that not every machine has"),

    /** The length is above the context. */
    LENGTH_ABOVE_CONTEXT(301, Severity.BROKEN, "max_length is above the model's context"),
    /** The length makes readers allocate gigabytes. */
    LENGTH_ALLOCATES(302, Severity.WRONG, "readers allocate the cache for max_length at once"),
    /** Files disagree on the tokens that end an answer. */
    END_TOKENS_DISAGREE(303, Severity.WRONG, "genai_config.json leaves out tokens that end an answer"),
    /** The token with which the template ends a turn does not end an answer. */
    TURN_END_IS_NO_END(304, Severity.WRONG,
            "the token with which the template ends an answer is no end token:"
                    + " the model never stops"),
    /** The template ends a turn with a text that is no token. */
    TURN_END_UNKNOWN(305, Severity.WRONG, "the template ends an answer with a text that is no token of the"
            + " tokenizer"),
    /** An end token is outside the vocabulary. */
    END_TOKEN_RANGE(306, Severity.BROKEN, "an end token is outside the vocabulary"),
    /** There is no chat template. */
    NO_TEMPLATE(307, Severity.NOTE, "the model has no chat template: it continues texts but does not chat"),
    /** There are two templates. */
    TEMPLATE_TWICE(308, Severity.WRONG, "the model has two different chat templates"),
    /** The template fails. */
    TEMPLATE_FAILS(309, Severity.WRONG, "the chat template fails"),
    /** The template uses what the runtime's template engine lacks. */
    TEMPLATE_BEYOND_ENGINE(310, Severity.NOTE, "the chat template uses what the template engine of"
            + " onnxruntime-genai is known to lack"),
    /** The prompt template lacks strings. */
    PROMPT_LACKS_STRINGS(311, Severity.WRONG, "PromptTemplate lacks strings"),
    /** A string of the prompt template has no placeholder. */
    PROMPT_WITHOUT_CONTENT(312, Severity.BROKEN, "a string of PromptTemplate has no place for the message"),
    /** The prompt template is another family's. */
    PROMPT_CONTRADICTS(313, Severity.WRONG, "PromptTemplate contradicts the model's own chat template"),
    /** The prompt template differs in white space. */
    PROMPT_WHITE_SPACE(314, Severity.NOTE, "PromptTemplate differs from the model's own chat template in line"
            + " breaks or blanks"),
    /** The prompt template has marks that are no tokens. */
    PROMPT_TOKENS_UNKNOWN(315, Severity.WRONG,
            "PromptTemplate has marks that are no tokens of the tokenizer"),
    /** The prompt template differs otherwise. */
    PROMPT_DIFFERS(316, Severity.NOTE,
            "PromptTemplate says something else than the model's own chat template"),
    /** A role has no string. */
    ROLE_WITHOUT_STRING(317, Severity.NOTE,
            "the chat template has no text of its own for a role; derived, the"
                    + " string for it is plain {Content}"),
    /** The template does more than four strings can say. */
    STRINGS_SAY_LESS(318, Severity.NOTE, "the chat template does what four strings cannot say"),
    /** The prompt template has a wrong type. */
    PROMPT_TYPE(319, Severity.BROKEN, "PromptTemplate has a wrong type"),
    /** A request default is unusable. */
    DEFAULT_VALUE(320, Severity.BROKEN, "ModelConfig has a value that cannot be used"),
    /** A request default that nothing reads. */
    DEFAULT_UNKNOWN(321, Severity.NOTE, "ModelConfig has a key that nothing reads"),
    /** A default length above the context. */
    DEFAULT_LENGTH(322, Severity.NOTE,
            "max_length of ModelConfig is above the model's context and is lowered"),
    /** Nothing that ends an answer stands behind one in the template. */
    TURN_WITHOUT_END(323, Severity.WRONG,
            "the chat template writes no end token behind an answer: the model never"
                    + " learnt to stop"),
    /** A token of ordinary texts ends an answer. */
    END_TOKEN_ORDINARY(324, Severity.WRONG,
            "a token that the template never ends an answer with, but that stands in texts, ends answers"),

    /** A checkpoint that cannot be converted. */
    CANNOT_CONVERT(401, Severity.BROKEN, "the checkpoint cannot be converted");

    private static final String PREFIX = "INGOT-D";

    private final int number;
    private final Severity severity;
    private final String title;

    Fault(final int number, final Severity severity, final String title) {
        this.number = number;
        this.severity = severity;
        this.title = title;
    }

    /**
     * Returns the code.
     *
     * @return for example {@code INGOT-D107}
     */
    public String code() {
        return PREFIX + number;
    }

    /**
     * Returns what it means for users of the model.
     *
     * @return the severity
     */
    public Severity severity() {
        return severity;
    }

    /**
     * Returns what is wrong.
     *
     * @return words without a full stop
     */
    public String title() {
        return title;
    }
}
