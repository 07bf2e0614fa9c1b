package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChunkRuleTest {

    /** 151,936 logits are 608 KB: 110 rows of them fit into 64 MB. */
    @ParameterizedTest
    @CsvSource({
            "512, 151936, CHOSEN, false, false, 512",
            "512, 151936, CHOSEN, false, true,  128",
            "3,   151936, CHOSEN, false, true,  1",
            "512, 151936, CHOSEN, true,  false, 110",
            "512, 640,    CHOSEN, true,  true,  512",
            "64,  151936, ALL,    false, true,  64",
            "512, 151936, ALL,    false, true,  110",
            "512, 99999999, ALL,  false, false, 1",
            "512, 151936, LAST,   false, false, 512",
            "512, 151936, LAST,   true,  false, 1",
    })
    void stepsAreAsLongAsTheirLogitsAndOthersAllow(final int most, final int vocabulary, final LogitRows rows,
            final boolean allRows, final boolean shared, final int expected) {
        assertThat(new ChunkRule(most, vocabulary, rows).tokens(allRows, shared)).isEqualTo(expected);
    }
}
