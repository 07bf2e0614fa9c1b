package dev.ingot.quality;

import dev.ingot.Calibration.Subject;
import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Message;
import dev.ingot.error.TemplateException;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Sampling;
import dev.ingot.runtime.TextSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A model that talks to itself: it goes on behind the opening of the user's turn, then answers what it has asked, and so on
 * until a window is full. Without a template it goes on behind the beginning of a text. Sampled from its own distribution
 * (temperature 1, nothing cut off), so that the text is what the model has learned. For one thread.
 */
final class SelfTalk {

    private static final Logger LOG = System.getLogger(SelfTalk.class.getName());
    private static final String MARK = "6d61726b";
    private static final int QUESTION = 96;
    private static final String TEXT_START = "\n";

    private final Generator generator;
    private final TextSession session;
    private final Optional<ChatTemplate> template;
    private final int length;
    private long seed;

    private SelfTalk(final Generator generator, final Optional<ChatTemplate> template, final int length) {
        this.generator = generator;
        this.session = generator.text();
        this.template = template;
        this.length = length;
    }

    static List<int[]> windows(final Subject model, final int tokens) {
        LOG.log(Level.INFO, "no calibration text: the model generates {0} tokens itself", tokens);
        try (var generator = Generator.open(model.runnable())) {
            final var talk = new SelfTalk(generator, usable(ChatTemplate.load(model.directory())),
                    Windows.length(model));
            final var windows = new ArrayList<int[]>();
            for (int missing = tokens; missing > 0; missing -= windows.getLast().length) {
                model.generated(tokens - missing, tokens);
                final int[] window = talk.window();
                windows.add(Arrays.copyOf(window, Math.min(window.length, missing)));
            }
            model.generated(tokens, tokens);
            return windows;
        }
    }

    /** Some templates refuse what others take: a model that cannot be asked by its template writes plain text. */
    private static Optional<ChatTemplate> usable(final Optional<ChatTemplate> template) {
        return template.filter(candidate -> {
            try {
                final String text = candidate.render(
                        List.of(Message.user(MARK), Message.assistant(MARK), Message.user(MARK)),
                        ChatOptions.forGeneration());
                return text.split(MARK, -1).length == 4;
            } catch (TemplateException e) {
                LOG.log(Level.DEBUG, "the chat template cannot be used", e);
                return false;
            }
        });
    }

    private int[] window() {
        final int[] ids = template.map(this::conversation).orElseGet(this::text);
        return Arrays.copyOf(ids, Math.min(length, ids.length));
    }

    private int[] conversation(final ChatTemplate chat) {
        final var messages = new ArrayList<Message>();
        int[] ids = {};
        while (ids.length < length) {
            messages.add(Message.user(MARK));
            final String opened = chat.render(messages, ChatOptions.forHistory());
            messages.removeLast();
            messages.add(Message.user(said(opened.substring(0, opened.lastIndexOf(MARK)), QUESTION)));
            messages.add(Message.assistant(said(chat.render(messages, ChatOptions.forGeneration()), length)));
            ids = generator.tokenizer().encodeRendered(chat.render(messages, ChatOptions.forHistory()));
        }
        return ids;
    }

    /** What the model says behind a rendered text; never nothing, which some templates refuse. */
    private String said(final String prompt, final int most) {
        final int[] ids = generator.tokenizer().encodeRendered(prompt);
        final int room = Math.min(most, generator.contextLength() - ids.length);
        if (room < 1) {
            return "-";
        }
        final String text = session.generate(ids, options(room)).text().strip();
        return text.isEmpty() ? "-" : text;
    }

    private int[] text() {
        final int[] start = generator.tokenizer().encode("");
        final int[] begin = start.length > 0 ? start : generator.tokenizer().encode(TEXT_START);
        int[] ids = {};
        while (ids.length < length) {
            final int[] prompt = join(ids, begin);
            final int room = length - prompt.length;
            ids = room < 1
                    ? prompt
                    : join(prompt, session.generate(begin, options(room)).tokens().stream()
                            .mapToInt(Integer::intValue).toArray());
        }
        return ids;
    }

    private static int[] join(final int[] first, final int[] second) {
        final int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private GenerationOptions options(final int most) {
        return GenerationOptions.DEFAULT.maxNewTokens(most).sampling(Sampling.plain().seed(seed++));
    }
}
