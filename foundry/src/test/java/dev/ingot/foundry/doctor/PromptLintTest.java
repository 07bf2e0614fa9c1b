package dev.ingot.foundry.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.chat.PromptTemplates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the strings say beside a template that takes fewer roles. */
class PromptLintTest {

    @TempDir
    private Path root;

    private Patient withoutSystem() throws IOException {
        final var patient = Patient.in(root);
        patient.template("{% if messages[0].role == 'system' %}{{ raise_exception('no') }}{% endif %}"
                + patient.source());
        return patient;
    }

    private static List<Finding> findings(final Patient patient) {
        return Doctor.of(patient.directory()).examine().findings();
    }

    @Test
    void aTurnForARoleThatTheTemplateRefusesDiffersFromIt() throws IOException {
        final var patient = withoutSystem();
        assertThat(findings(patient)).extracting(Finding::fault).containsExactlyInAnyOrder(
                Fault.PROMPT_DIFFERS, Fault.ROLE_WITHOUT_STRING);
        assertThat(findings(patient)).filteredOn(it -> it.fault() == Fault.PROMPT_DIFFERS).singleElement()
                .satisfies(finding -> {
                    assertThat(finding.toString()).contains("expected system \"{Content}\"")
                            .contains("found \"<|im_start|>system");
                    assertThat(finding.fix()).contains("--name m --replace");
                });
    }

    @Test
    void derivedStringsLeaveOnlyWordOfTheRole() throws IOException {
        final var patient = withoutSystem();
        final var right = PromptTemplates.preset("chatml");
        patient.set(Patient.INFERENCE, "PromptTemplate.system", "{Content}");
        assertThat(findings(patient)).extracting(Finding::fault)
                .containsExactly(Fault.ROLE_WITHOUT_STRING);
        patient.set(Patient.INFERENCE, "PromptTemplate.user", right.assistant());
        assertThat(findings(patient)).extracting(Finding::fault).containsExactlyInAnyOrder(
                Fault.PROMPT_CONTRADICTS, Fault.ROLE_WITHOUT_STRING);
    }
}
