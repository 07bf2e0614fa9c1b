package dev.ingot.foundry.doctor;

import static dev.ingot.foundry.doctor.Patient.GENAI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.FoundryCache;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs get: one shape whether something is only looked at or mended (docs/troubleshooting.md). */
class ReportJsonTest {

    private static final String FILE = "ROOT/custom/m/genai_config.json";
    private static final String HEAD = "{\"path\":\"ROOT\",\"subject\":\"cache\",";
    private static final String LISTED = "\"listed\":[{\"id\":\"m:0\",\"path\":\"ROOT/custom/m\"}],";
    private static final String FINDING = "\"findings\":[{\"code\":\"INGOT-D301\",\"fault\":\"length_above_context\","
            + "\"severity\":\"broken\",\"path\":\"" + FILE
            + "\",\"line\":38,\"title\":\"max_length is above the"
            + " model's context\",\"expected\":\"at most 64\",\"found\":\"100\",\"fix\":\"lower max_length to 64\","
            + "\"repairable\":true}],";
    private static final String REPAIR = ",\"code\":\"INGOT-D301\",\"path\":\"" + FILE
            + "\",\"repair\":\"lower max_length to 64\",";

    private static final String BEFORE = HEAD + "\"healthy\":false," + LISTED + FINDING
            + "\"repairs\":[{\"outcome\":\"possible\"" + REPAIR + "\"failure\":null,\"kept\":null}]}";
    private static final String AFTER = HEAD + "\"healthy\":true," + LISTED + "\"findings\":[],"
            + "\"repairs\":[{\"outcome\":\"done\"" + REPAIR + "\"failure\":null,\"kept\":\"" + FILE
            + ".old\"}]}";
    private static final String FAILED = HEAD + "\"healthy\":false," + LISTED + FINDING
            + "\"repairs\":[{\"outcome\":\"failed\"" + REPAIR + "\"failure\":\"Cannot mend " + FILE
            + ": IO (no name is free for what " + FILE + " held)\",\"kept\":null}]}";

    @TempDir
    private Path root;

    private String shown(final String json) {
        return json.replace(root.toString(), "ROOT");
    }

    @Test
    void examinationAndTreatmentHaveOneShape() throws IOException {
        final var patient = Patient.in(root);
        patient.set(GENAI, "search.max_length", 100);
        final Doctor doctor = Doctor.of(FoundryCache.open(root));
        assertThat(shown(doctor.examine().toJson())).isEqualTo(BEFORE);
        assertThat(shown(doctor.fix().toJson())).isEqualTo(AFTER);
        patient.set(GENAI, "search.max_length", 100);
        for (int i = 2; i < 1000; i++) {
            patient.put(GENAI + ".old." + i, "");
        }
        assertThat(shown(doctor.fix().toJson())).isEqualTo(FAILED);
    }
}
