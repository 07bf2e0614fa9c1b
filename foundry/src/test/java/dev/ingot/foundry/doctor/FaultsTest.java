package dev.ingot.foundry.doctor;

import static dev.ingot.foundry.doctor.FaultCase.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.InferenceModel;
import dev.ingot.error.ModelFormatException;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault made alone: exactly it is found, and what can be mended is gone afterwards. */
class FaultsTest {

    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));

    @TempDir
    private Path root;

    static Stream<FaultCase> checkpoints() {
        return Stream.of(told(Fault.NOT_CONVERTED, "whole", p -> copy(p.root().resolve("hf"))),
                told(Fault.CANNOT_CONVERT, "unknown architecture", p -> {
                    final Path hf = p.root().resolve("hf");
                    copy(hf);
                    Files.writeString(hf.resolve("config.json"), "{\"architectures\": [\"XForCausalLM\"]}");
                }),
                told(Fault.CANNOT_CONVERT, "an adapter alone", p -> {
                    TestModels.put(p.root(), "lora/adapter_config.json", "{}");
                    TestModels.put(p.root(), "lora/adapter_model.safetensors", "");
                }),
                told(Fault.CANNOT_CONVERT, "no tokenizer", p -> {
                    copy(p.root().resolve("hf"));
                    Files.delete(p.root().resolve("hf").resolve("tokenizer.json"));
                }));
    }

    private static void copy(final Path target) throws IOException {
        Files.createDirectories(target);
        for (final String name : List.of("config.json", "generation_config.json", "model.safetensors",
                "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")) {
            Files.copy(FIXTURES.resolve("qwen2").resolve(name), target.resolve(name));
        }
    }

    static Stream<FaultCase> all() {
        return Stream
                .of(ListingFaults.listing(), LoadingFaults.loading(), AnsweringFaults.answers(),
                        checkpoints())
                .flatMap(cases -> cases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void aFaultIsFoundAloneAndMendedWhereItCanBe(final FaultCase c) throws IOException {
        c.spoiling().spoil(Patient.in(root));
        final Doctor doctor = Doctor.of(FoundryCache.open(root));
        assertThat(doctor.examine().findings()).as(c.toString())
                .allSatisfy(finding -> assertThat(finding.fix()).isNotEmpty()).extracting(Finding::fault)
                .containsOnly(c.fault());
        assertThat(doctor.examine().findings())
                .allMatch(finding -> finding.repair().isPresent() == c.mended());
        final Treatment treatment = doctor.fix();
        assertThat(treatment.after().findings()).extracting(Finding::fault)
                .containsOnly(c.mended() ? new Fault[0] : new Fault[]{c.fault()});
        assertThat(treatment.done()).hasSize(c.mended() ? 1 : 0)
                .allMatch(mending -> mending.failure().isEmpty() && mending.fault() == c.fault());
    }

    @Test
    void aRegistrationThatIngotCannotLoadIsSaidToBeOne() throws IOException {
        int refused = 0;
        for (final FaultCase c : AnsweringFaults.answers().toList()) {
            final var patient = Patient.in(root.resolve(String.valueOf(c)));
            c.spoiling().spoil(patient);
            try {
                InferenceModel.in(patient.directory());
            } catch (ModelFormatException e) {
                refused++;
                assertThat(Doctor.of(patient.directory()).examine().findings()).as("%s: %s", c, e)
                        .extracting(finding -> finding.fault().severity()).containsOnly(Severity.BROKEN);
            }
        }
        assertThat(refused).isGreaterThan(5);
    }

    @Test
    void everyFaultHasItsCase() {
        final var tested = all().map(FaultCase::fault)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
        // DoctorTest, MissedModelTest
        tested.addAll(
                EnumSet.of(Fault.NO_SUCH_PATH, Fault.NAME_NOT_LISTED, Fault.SHARED_CACHE_MISSING));
        assertThat(tested).containsExactlyElementsOf(EnumSet.allOf(Fault.class));
    }

    @Test
    void everyCodeIsUniqueAndExplained() throws IOException {
        final String explained = Files
                .readString(FIXTURES.resolve("../../../../docs/troubleshooting.md").normalize());
        assertThat(Stream.of(Fault.values()).map(Fault::code)).doesNotHaveDuplicates()
                .allSatisfy(code -> assertThat(explained).contains("| " + code + " |"));
    }
}
