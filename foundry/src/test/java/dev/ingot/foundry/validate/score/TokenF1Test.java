package dev.ingot.foundry.validate.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenF1Test {

    /** What {@code compute_f1} of SQuAD's evaluate-v2.0.py returns. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {"Denver Broncos,The Denver Broncos won,0.8",
            "the 1990s,\"In the 1990s, there were\",0.4", "\"\",\"\",1", "a,the,1", "\"\",something,0",
            "front-door,front door,0", "to be or not to be,to be,0.5", "A cat; a hat.,the cat in the hat,0.8",
            "\"$5,000\",5000 dollars,0.6666666666666666", "it's,its,1", "An apple a day,apple day day,0.8",
            "Theatre,the atre,0", "x_y z,xy z,1"})
    void isThatOfSquad(final String expected, final String answer, final double f1) {
        assertThat(TokenF1.of(expected, answer)).isEqualTo(f1, within(1e-12));
        assertThat(TokenF1.of(answer, expected)).isEqualTo(f1, within(1e-12));
    }

    /** Accents stay; letters of scripts without blanks stand by themselves, with their marks. */
    @ParameterizedTest
    @CsvSource({"ÜBER die Brücke!, über die brücke", "¿Dónde está?, dónde está", "e\u0301te\u0301, été",
            "请把灯打开。, 请 把 灯 打 开", "カナとkanji漢字 mixed, カ ナ と kanji 漢 字 mixed",
            "ไฟในครัว, ไ ฟ ใ น ค รั ว", "रसोई की बत्ती।, रसोई की बत्ती", "дом\u00A0у\u2003моря, дом у моря",
            "«Привет», привет", "서울 날씨?, 서울 날씨", "\uD842\uDFB7野屋, \uD842\uDFB7 野 屋"})
    void cutsOtherScripts(final String text, final String words) {
        assertThat(Words.of(text)).containsExactly(words.split(" "));
    }

    @Test
    void wordsMayBeLong() {
        assertThat(Words.of("x".repeat(100_000) + " y")).hasSize(2);
        assertThat(Words.of("字".repeat(100_000))).hasSize(100_000);
        assertThat(Words.of("\uD83D a \uDE00")).hasSize(2);
    }

    @Test
    void wordsOfJsonAreItsKeysAndValues() {
        assertThat(TokenF1.of("{\"action\":\"turn_on\",\"room\":\"hall\"}",
                "{ \"room\": \"hall\", \"action\": \"turn_off\" }")).isEqualTo(0.75);
        assertThat(TokenF1.of("[1,2]", "[1, 2]")).isEqualTo(1);
        assertThat(TokenF1.of("{\"a\":", "{\"a\":")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"{\"value\":-4.0}; {\"value\":40}; 0.5",
            "{\"level\":1.0}; {\"level\":10}; 0.5", "{\"level\":-5}; {\"level\":5}; 0.5",
            "{\"level\":1}; {\"level\":1.0}; 1", "[100]; [1e2]; 1", "[0]; [-0.0]; 1",
            "[1e999999999]; [1e999999999]; 1",
            "{\"t\":\"-4.0\"}; {\"t\":\"40\"}; 0.5", "{\"a\":1}; {\"the\":1}; 0.5",
            "[true,null]; [false,null]; 0.5",
            "[\"turn on the lamp\"]; [\"Turn on a lamp.\"]; 1"})
    void numbersOfJsonAreComparedByValue(final String expected, final String answer, final double f1) {
        assertThat(TokenF1.of(expected, answer)).isEqualTo(f1, within(1e-12));
        assertThat(TokenF1.of(answer, expected)).isEqualTo(f1, within(1e-12));
    }

    @Test
    void anglesOfVectors() {
        assertThat(Cosine.of(new float[]{1, 0}, new float[]{2, 0})).isEqualTo(1);
        assertThat(Cosine.of(new float[]{1, 0}, new float[]{0, 3})).isZero();
        assertThat(Cosine.of(new float[]{1, 1}, new float[]{-1, -1})).isEqualTo(-1, within(1e-12));
        assertThat(Cosine.of(new float[]{0, 0}, new float[]{1, 1})).isZero();
    }

    @Test
    void repetitionIsThePartOfRunsThatStoodThereBefore() {
        assertThat(Repetition.of(List.of(1, 2, 3))).isZero();
        assertThat(Repetition.of(List.of(1, 2, 3, 4, 5, 6, 7))).isZero();
        assertThat(Repetition.of(List.of(1, 2, 3, 4, 1, 2, 3, 4))).isEqualTo(0.2, within(1e-12));
        assertThat(Repetition.of(List.of(7, 7, 7, 7, 7, 7, 7))).isEqualTo(0.75);
        assertThat(Repetition.loops(List.of(7, 7, 7, 7, 7, 7, 7))).isFalse();
        assertThat(Repetition.loops(Stream.iterate(0, i -> (i + 1) % 5).limit(40).toList())).isTrue();
        assertThat(Repetition.loops(Stream.iterate(0, i -> i + 1).limit(40).toList())).isFalse();
    }
}
