package dev.ingot.foundry.doctor;

import static dev.ingot.foundry.doctor.FaultCase.mended;
import static dev.ingot.foundry.doctor.FaultCase.told;
import static dev.ingot.foundry.doctor.Patient.GENAI;
import static dev.ingot.foundry.doctor.Patient.INFERENCE;
import static dev.ingot.foundry.doctor.Patient.TOKENIZER_CONFIG;

import dev.ingot.foundry.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Why a model is not listed, or not as its owner wants it. */
final class ListingFaults {

    private ListingFaults() {}

    static Stream<FaultCase> listing() {
        return Stream.of(
                told(Fault.FILES_IN_ROOT, "a graph in the root",
                        p -> Files.createFile(p.root().resolve("model.onnx"))),
                mended(Fault.NO_GENAI_CONFIG, "with a config.json", p -> Files.delete(p.file(GENAI))),
                told(Fault.NO_GENAI_CONFIG, "without", p -> {
                    Files.delete(p.file(GENAI));
                    Files.delete(p.file("config.json"));
                }),
                told(Fault.NOT_REGISTERED, "no inference_model.json", p -> Files.delete(p.file(INFERENCE))),
                mended(Fault.FILE_NAME_CASE, "Inference_Model.json",
                        p -> Files.move(p.file(INFERENCE), p.file("Inference_Model.json"))),
                mended(Fault.FILE_NAME_CASE, "GenAI_config.json",
                        p -> Files.move(p.file(GENAI), p.file("GenAI_config.json"))),
                told(Fault.UNFINISHED, "somebody's mark", p -> p.put("download.tmp", "")),
                mended(Fault.UNFINISHED, "the mark of a dead ingot",
                        p -> p.put("download.tmp", "ingot 999999999-1")),
                mended(Fault.BAD_INFERENCE_MODEL, "in UTF-16, as PowerShell writes it",
                        p -> wide(p, INFERENCE, "\uFEFF")),
                told(Fault.BAD_INFERENCE_MODEL, "half a character",
                        p -> p.put(INFERENCE, "{\"Name\": \"m\", \"Description\": \"\\ud83d\"}")),
                told(Fault.BAD_INFERENCE_MODEL, "not JSON", p -> p.put(INFERENCE, "{\"Name\": \"m\",\n}")),
                mended(Fault.NAME_KEY_CASE, "name", p -> p.edit(INFERENCE, e -> e.rename("Name", "name"))),
                mended(Fault.NO_NAME, "none", p -> p.remove(INFERENCE, "Name")),
                mended(Fault.NO_NAME, "empty", p -> p.set(INFERENCE, "Name", "")),
                mended(Fault.NO_NAME, "a number", p -> p.set(INFERENCE, "Name", 5)),
                told(Fault.DUPLICATE_NAME, "two of one name",
                        p -> Patient.at(p.root(), p.root().resolve("b"))),
                told(Fault.NESTED_MODEL, "inside another", p -> {
                    TestModels.put(p.directory(), "inner/" + GENAI, "{}");
                    TestModels.put(p.directory(), "inner/" + INFERENCE, "{\"Name\": \"n\"}");
                }),
                told(Fault.LINK_TO_NOTHING, "in a model",
                        p -> Files.createSymbolicLink(p.file("weights"), Path.of("../../blobs/0a1b"))),
                told(Fault.LINK_TO_NOTHING, "in the root",
                        p -> Files.createSymbolicLink(p.root().resolve("gone"), Path.of("nowhere"))),
                told(Fault.LINK_TO_ITSELF, "at once",
                        p -> Files.createSymbolicLink(p.root().resolve("self"), Path.of("self"))),
                told(Fault.LINK_TO_ITSELF, "by way of another", p -> {
                    Files.createSymbolicLink(p.root().resolve("there"), Path.of("back"));
                    Files.createSymbolicLink(p.root().resolve("back"), p.root().resolve("there"));
                }),
                told(Fault.LINK_CIRCLE, "upwards", p -> {
                    Files.createDirectories(p.root().resolve("z"));
                    Files.createSymbolicLink(p.root().resolve("z").resolve("up"), p.root());
                }),
                told(Fault.NAME_GRAMMAR, "a blank", p -> p.set(INFERENCE, "Name", "my model")),
                told(Fault.NAME_GRAMMAR, "no version", p -> p.set(INFERENCE, "Name", "m:latest")),
                told(Fault.NAME_DEVICE, "a GPU", p -> p.set(INFERENCE, "Name", "phi-cuda-gpu")),
                mended(Fault.COMPONENT_MANIFEST, "empty",
                        p -> p.set(INFERENCE, "ComponentManifest", Map.of())),
                told(Fault.COMPONENT_MANIFEST, "filled",
                        p -> p.set(INFERENCE, "ComponentManifest", Map.of("a", 1))),
                told(Fault.NAME_CASE_CLASH, "m and M", p -> Patient.at(p.root(), p.root().resolve("b"))
                        .set(INFERENCE, "Name", "M")),
                told(Fault.LONG_PATH, "300 characters", p -> Patient.at(p.root(),
                        p.root().resolve("d".repeat(150)).resolve("e".repeat(150)))
                        .set(INFERENCE, "Name", "n")),
                told(Fault.UNSAFE_SEGMENT, "a device of Windows",
                        p -> Patient.at(p.root(), p.root().resolve("aux")).set(INFERENCE, "Name", "n")),
                told(Fault.INDEX_ENTRY, "a directory that is gone", p -> Files.writeString(
                        p.root().resolve("foundry.local.modelinfo.json"),
                        "{\"version\": 3, \"models\": [{\"model_info\": {\"id\": \"x:1\"},"
                                + " \"model_path\": \"/gone\"}]}")),
                told(Fault.TEXT_TYPE, "a list",
                        p -> p.set(INFERENCE, "Description", List.of("dims", "lights"))),
                told(Fault.TEXT_TYPE, "an object",
                        p -> p.set(INFERENCE, "Version", Map.of("major", 1))),
                mended(Fault.LEFTOVER, "without a successor",
                        p -> Files.move(p.directory(), p.directory()
                                .resolveSibling(".m.ingot-old-999999999-1-1"))),
                told(Fault.UNREADABLE, "not UTF-8", p -> {
                    p.remove(TOKENIZER_CONFIG, "chat_template");
                    Files.write(p.file("chat_template.jinja"), new byte[]{(byte) 0xC3, 0x28});
                }));
    }

    /** Writes a file as the tools of Windows do. */
    static void wide(final Patient patient, final String name, final String mark) throws IOException {
        final String text = mark + Files.readString(patient.file(name));
        Files.write(patient.file(name), text.getBytes(StandardCharsets.UTF_16LE));
    }
}
