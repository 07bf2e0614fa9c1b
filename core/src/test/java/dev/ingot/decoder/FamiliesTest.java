package dev.ingot.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.hf.KnownClasses;
import org.junit.jupiter.api.Test;

final class FamiliesTest {

    /** Without a known type, a file that contradicts itself would be exported; without a family, it would never be. */
    @Test
    void everyFamilyHasAKnownTypeAndEveryKnownTypeAFamily() {
        assertThat(Families.names()).containsExactlyInAnyOrderElementsOf(KnownClasses.names());
    }
}
