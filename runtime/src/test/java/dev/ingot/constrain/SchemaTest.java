package dev.ingot.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.constrain.schema.SchemaCompiler;
import dev.ingot.error.ConstraintException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas word by word. Quotes are written as backticks. */
final class SchemaTest {

    private static String quoted(final String text) {
        return text.replace('`', '"');
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{`type`:`integer`,`multipleOf`:7};-21;true",
            "{`type`:`integer`,`multipleOf`:7};22;false",
            "{`type`:`integer`,`multipleOf`:250,`minimum`:1,`maximum`:999};750;true",
            "{`type`:`number`,`multipleOf`:0.01};1.25;true",
            "{`type`:`number`,`multipleOf`:0.01};1.255;false",
            "{`type`:`number`,`minimum`:-0.5,`exclusiveMaximum`:2};-0.25;true",
            "{`type`:`number`,`minimum`:-0.5,`exclusiveMaximum`:2};2.0;false",
            "{`type`:`number`,`minimum`:1.25,`maximum`:1.5};1.50;true",
            "{`type`:`number`,`minimum`:1.25,`maximum`:1.5};1.2;false",
            "{`prefixItems`:[{`type`:`null`}],`items`:false};[null];true",
            "{`prefixItems`:[{`type`:`null`}],`items`:false};[null,1];false",
            "{`minItems`:2,`items`:{`const`:1}};[1];false",
            "{`type`:[`string`,`null`],`maxLength`:1};null;true",
            "{`type`:[`string`,`null`],`maxLength`:1};`\\uD83D\\uDE00`;true",
            "{`format`:`date`};`2024-02-30`;true", "{`format`:`date`};`2024-13-01`;false",
            "{`format`:`uuid`};`123e4567-e89b-12d3-a456-426614174000`;true",
            "{`format`:`ipv4`};`256.1.1.1`;false",
            "{`format`:`email`};`a.b@example.org`;true", "{`pattern`:`b+`};`abc`;true",
            "{`pattern`:`^b+$`};`abc`;false",
            "{`pattern`:`^[\\\\x22]$`};`\\``;true", "{`const`:{`a`:[1, true]}};{`a`:[1,true]};true",
            "{`enum`:[`a`,1],`type`:`string`};1;false", "{`allOf`:[{`type`:`null`}]};null;true",
            "{`oneOf`:[{`type`:`null`},{`type`:`string`}]};`x`;true",
            "{`$ref`:`#/definitions/a~1b`,`definitions`:{`a/b`:{`const`:2}}};2;true",
            "{`properties`:{`a`:true},`additionalProperties`:{`type`:`null`}};{`b`:null};true",
            "{`properties`:{`a`:{`const`:1}},`additionalProperties`:{`type`:`null`}};{`a`:null};false",
            "{`required`:[`z`]};{`z`:[]};true", "{`required`:[`z`]};{};false", "true;{`a`:[1.5e3]};true",
            "{};01;false"})
    void wordsMeanWhatTheStandardSays(final String schema, final String text, final boolean expected) {
        assertThat(Texts.fits(SchemaCompiler.grammar(quoted(schema)), quoted(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{`items`:{`contains`:{}}};#/items/contains",
            "{`patternProperties`:{}};#/patternProperties",
            "{`anyOf`:[{},{`not`:{}}]};#/anyOf/1/not",
            "{`properties`:{`a/b`:{`maxLenght`:1}}};#/properties/a~1b/maxLenght",
            "{`uniqueItems`:true};#/uniqueItems", "{`$ref`:`other.json`};#/$ref", "{`$ref`:`#/none`};#/$ref",
            "{`type`:`text`};#/type", "{`type`:`string`,`format`:`color`};#/format",
            "{`minLength`:-1};#/minLength",
            "{`oneOf`:[{`type`:`integer`},{`type`:`number`}]};#/oneOf", "{`allOf`:[{},{}]};#/allOf",
            "{`pattern`:`a`,`maxLength`:3};#/pattern", "{`properties`:{`a`:{}},`required`:[`b`]};#/required",
            "{`anyOf`:[{}],`minimum`:1};#/minimum", "{`multipleOf`:0};#/multipleOf",
            "{`minItems`:3,`maxItems`:2};#/maxItems"})
    void whatIsNotSupportedIsNamed(final String schema, final String place) {
        assertThatThrownBy(() -> Constraint.jsonSchema(quoted(schema))).isInstanceOfSatisfying(
                ConstraintException.class,
                it -> assertThat(it.place()).isEqualTo(place));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{`a`;valid JSON", "false;nothing can ever fit",
            "{`enum`:[]};nothing can ever fit",
            "{`type`:`integer`,`minimum`:3,`maximum`:2};nothing can ever fit",
            "{`required`:[`a`],`properties`:{`a`:{`$ref`:`#`}}};nothing can ever fit",
            "[];expected an object"})
    void whatCannotBeIsRefused(final String schema, final String message) {
        assertThatThrownBy(() -> Constraint.jsonSchema(quoted(schema)))
                .isInstanceOf(ConstraintException.class)
                .hasMessageContaining(message);
    }
}
