package dev.ingot.foundry.cli;

import dev.ingot.chat.ChatOptions;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.json.JsonFiles;
import dev.ingot.runtime.ChatSession;
import dev.ingot.runtime.ToolChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a chat template sees besides the messages. */
final class TemplateOptions {

    @Option(names = "--tools", paramLabel = "FILE", description = "With --chat: tools that the model may ask to be called, a"
            + " JSON list of {\"type\": \"function\", \"function\": {...}}.")
    @Nullable
    Path tools;

    @Option(names = "--tool-choice", paramLabel = "CHOICE", description = "With --tools: auto, required, or the name of the"
            + " tool that has to be called; enforced.")
    @Nullable
    String choice;

    @Option(names = "--template-arg", paramLabel = "NAME=VALUE", description = "With --chat: a variable of the chat template,"
            + " for example enable_thinking=false; JSON, or else text. May be given several times.")
    Map<String, String> arguments = Map.of();

    boolean isEmpty() {
        return tools == null && choice == null && arguments.isEmpty();
    }

    /** Tells a conversation. */
    ChatSession apply(final ChatSession talk) {
        if (choice != null && tools == null) {
            throw new InvalidOptionException("--tool-choice: expected --tools with it, found none");
        }
        final ChatSession told = talk.templateOptions(options());
        return switch (choice) {
            case null -> told;
            case "auto" -> told.toolChoice(ToolChoice.auto());
            case "required" -> told.toolChoice(ToolChoice.required());
            case String name -> told.toolChoice(ToolChoice.function(name));
        };
    }

    private ChatOptions options() {
        ChatOptions options = ChatOptions.forGeneration();
        for (final var argument : arguments.entrySet()) {
            options = options.with(argument.getKey(), value(argument.getValue()));
        }
        return tools == null ? options : options.withTools(read(tools));
    }

    private static @Nullable Object value(final String text) {
        try {
            return JsonFiles.parseValue(Path.of("--template-arg"), text);
        } catch (ModelFormatException e) {
            // What is no JSON is text.
            return text;
        }
    }

    private static List<?> read(final Path file) {
        final @Nullable Object value;
        try {
            value = JsonFiles.parseValue(file, Files.readString(file));
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
        if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
            return list;
        }
        throw new InvalidOptionException("--tools: expected a JSON list of objects in " + file
                + ", like [{\"type\": \"function\", \"function\": {\"name\": ...}}]");
    }
}
