package dev.ingot.foundry.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTextTest {

    /** What a command of a stranger's names would do where people paste it. */
    @Test
    void nothingInANameIsMoreThanACharacter() {
        assertThat(List.of("/a/b-1.2_c", "C:\\x\\y", "/\u00e4/\u4e2d")).allSatisfy(
                plain -> assertThat(CommandText.word(plain, false)).isEqualTo(plain));
        assertThat(CommandText.word("/a b", false)).isEqualTo("'/a b'");
        assertThat(CommandText.word("/$(rm -rf ~)`x`\"", false)).isEqualTo("'/$(rm -rf ~)`x`\"'");
        assertThat(CommandText.word("/it's", false)).isEqualTo("'/it'\\''s'");
        assertThat(CommandText.word("C:\\a b", true)).isEqualTo("\"C:\\a b\"");
    }
}
