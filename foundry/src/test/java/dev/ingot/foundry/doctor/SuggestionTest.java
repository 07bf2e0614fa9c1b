package dev.ingot.foundry.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.chat.PromptTemplates;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that the doctor proposes. */
class SuggestionTest {

    @TempDir
    private Path root;

    private Path cache() {
        return root.resolve("my cache");
    }

    private String option() {
        return " --cache '" + cache() + "'";
    }

    private static String fix(final Doctor doctor, final Fault fault) {
        return doctor.examine().findings().stream().filter(finding -> finding.fault() == fault).findFirst()
                .orElseThrow().fix();
    }

    @Test
    void aModelIsRegisteredInTheCacheThatWasLookedAt() throws IOException {
        final var patient = Patient.in(cache());
        Files.delete(patient.file(Patient.INFERENCE));
        assertThat(fix(Doctor.of(FoundryCache.open(cache())), Fault.NOT_REGISTERED))
                .endsWith("ingot cache register '" + patient.directory() + "' --name NAME" + option());
    }

    @Test
    void aCheckpointIsConvertedIntoIt() throws IOException {
        final Path checkpoint = cache().resolve("hf's");
        TestModels.put(checkpoint, "config.json", "{}");
        TestModels.put(checkpoint, "model.safetensors", "");
        Patient.in(cache());
        final String command = "ingot convert --model '" + cache()
                + "/hf'\\''s' --output DIR --name NAME --register";
        assertThat(Doctor.of(FoundryCache.open(cache())).listing().findings()).singleElement()
                .satisfies(finding -> assertThat(finding.fix()).endsWith(command + option()));
    }

    @Test
    void stringsAreDerivedAnewThere() throws IOException {
        final var patient = Patient.in(cache());
        patient.set(Patient.INFERENCE, "PromptTemplate.system",
                "<|im_start|>system\nBob. {Content}<|im_end|>\n");
        final String again = "ingot cache register '" + patient.directory() + "' --name m --replace";
        assertThat(fix(Doctor.of(FoundryCache.open(cache())), Fault.PROMPT_DIFFERS))
                .endsWith(again + option());
        patient.remove(Patient.TOKENIZER_CONFIG, "chat_template");
        patient.set(Patient.INFERENCE, "PromptTemplate",
                PromptStrings.values(PromptTemplates.preset("phi3")));
        assertThat(fix(Doctor.of(FoundryCache.open(cache())), Fault.PROMPT_TOKENS_UNKNOWN))
                .endsWith(again + " --prompt-template FAMILY" + option());
    }

    @Test
    void aDirectoryElsewhereGoesIntoTheCacheThatIsMeant() throws IOException {
        final var patient = Patient.in(root.resolve("elsewhere"));
        Files.delete(patient.file(Patient.INFERENCE));
        final Doctor doctor = Doctor.of(patient.directory());
        assertThat(fix(doctor, Fault.NOT_REGISTERED)).endsWith(" --name NAME");
        assertThat(fix(doctor.suggesting(FoundryCache.open(cache())), Fault.NOT_REGISTERED))
                .endsWith(" --name NAME" + option());
    }
}
