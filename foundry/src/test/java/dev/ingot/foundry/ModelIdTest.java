package dev.ingot.foundry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.RegistryException;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelIdTest {

    @ParameterizedTest
    @CsvSource({"model, model:0, model, 0", "model:3, model:3, model, 3", "a:b, a:b, a:b, 0",
            "a:b:2, a:b:2, a:b, 2",
            "My Model, My Model:0, My Model, 0", "x:007, x:007, x, 007"})
    void declaredNamesAreReadAsTheScanReadsThem(final String declared, final String id, final String name,
            final String version) {
        final var read = ModelId.declared(declared);
        assertThat(read.text()).isEqualTo(id);
        assertThat(read.name()).isEqualTo(name);
        assertThat(read.version()).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "-x", "a b", "a/b", "..", "a\\b", "a:", "a:01", "a:-1", "a:b", "ä",
            "a.", "con",
            "NUL.x", "phi-cuda-gpu", "phi-NPU", "phi-generic-gpu:2", "a\u0000", "a\n"})
    void namesOutsideTheGrammarAreRefused(final String name) {
        assertThatThrownBy(() -> ModelId.forNewModel(name, Optional.empty()))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("is not allowed");
    }

    @ParameterizedTest
    @CsvSource({"phi-4, , phi-4:0, phi-4, phi-4", "phi-4:2, , phi-4:2, phi-4-2, phi-4:2",
            "a, 3, a:3, a-3, a:3",
            "a, 1.0, a:0, a, a", "a:3, 3, a:3, a-3, a:3", "a:0, , a:0, a, a",
            "x-generic-cpu, 01, x-generic-cpu:0,"
                    + " x-generic-cpu, x-generic-cpu"})
    void newModelsGetAnIdADirectoryAndADeclaredName(final String name, final String version, final String id,
            final String segment, final String declared) {
        final var made = ModelId.forNewModel(name, Optional.ofNullable(version));
        assertThat(made.text()).isEqualTo(id);
        assertThat(made.segment()).isEqualTo(segment);
        assertThat(made.toDeclare()).isEqualTo(declared);
        assertThat(ModelId.declared(made.toDeclare())).isEqualTo(made);
    }

    @Test
    void contradictingVersionsAreRefused() {
        assertThatThrownBy(() -> ModelId.forNewModel("a:2", Optional.of("3")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("contradicts version 3");
    }

    @Test
    void versionsAreOrderedAsNumbers() {
        assertThat(new ModelId("a:10")).isGreaterThan(new ModelId("a:9")).isLessThan(new ModelId("b:0"));
    }

    @Test
    void randomNamesAreEitherRefusedOrSafeSegments() {
        final var random = new Random(20261121);
        final var safe = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
        final String alphabet = "aZ09._-: /\\\u0000ä\n";
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            final var name = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
                name.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                final String segment = ModelId.forNewModel(name.toString(), Optional.empty()).segment();
                assertThat(segment).matches(safe).doesNotEndWith(".");
                accepted++;
            } catch (RegistryException e) {
                assertThat(e).hasMessageContaining("not allowed");
            }
        }
        assertThat(accepted).isPositive();
    }
}
