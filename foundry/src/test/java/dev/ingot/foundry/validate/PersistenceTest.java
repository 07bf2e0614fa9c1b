package dev.ingot.foundry.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PersistenceTest {

    /** What numpy makes of it, all matrices written out. */
    @Test
    void isThatOfTheFormulae() {
        assertThat(Persistence.widening(new double[]{1, -1, 1, -1, 1, -1, 1, -1, 1, -1}))
                .isEqualTo(3.4014983864235804, within(1e-9));
        assertThat(Persistence.widening(new double[]{1, 2, 1, 0, -1, -2, -2, -1, 0, 1, 2, 1}))
                .isEqualTo(8.186367342233105, within(1e-9));
        assertThat(Persistence.widening(
                new double[]{3, 1, -2, 0.5, -1, 2, -3, 0.2, 1, -0.7, 0.3, -1.3, 2.2, 40}))
                .isEqualTo(3.304475140811758, within(1e-9));
    }

    @Test
    void valuesOnALineNeedNoWidth() {
        assertThat(Persistence.widening(new double[30])).isEqualTo(1);
        assertThat(Persistence.widening(new double[]{0, 0, 0, 0, 5, 0, 0, 0})).isEqualTo(1);
    }
}
