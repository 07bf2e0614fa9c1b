package dev.ingot.foundry.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InvalidOptionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceAccessTest {

    @ParameterizedTest
    @ValueSource(strings = {"k", "sk-0123_ABC~!", "two words"})
    void aKeyThatEveryClientSendsAlikeIsTaken(final String key) {
        assertThat(ServiceOptions.DEFAULT.apiKey(key).access().apiKey()).hasValue(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "k ", "\tk", "schl\u00fcssel", "a\u0007b", "a\nb"})
    void aKeyThatNoHeaderCarriesIsRefusedWithoutBeingShown(final String key) {
        assertThatThrownBy(() -> ServiceOptions.DEFAULT.apiKey(key))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("printable").message().doesNotContain("ssel");
    }
}
