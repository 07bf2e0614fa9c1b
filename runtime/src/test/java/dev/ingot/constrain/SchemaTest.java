package dev.ingot.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.constrain.schema.SchemaCompiler;
import dev.ingot.error.ConstraintException;
import org.junit.jupiter.api.Test;
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
            "{`type`:`number`,`multipleOf`:0.01};-0.25;true",
            "{`type`:`number`,`multipleOf`:0.01,`minimum`:0};19.99;true",
            "{`type`:`number`,`multipleOf`:0.01,`minimum`:0};19.999;false",
            "{`type`:`number`,`multipleOf`:0.01,`minimum`:0};-0.01;false",
            "{`type`:`number`,`multipleOf`:0.25};-10.75;true",
            "{`type`:`number`,`multipleOf`:0.25};1.3;false",
            "{`type`:`number`,`multipleOf`:0.25};1.5;true", "{`type`:`number`,`multipleOf`:0.25};1.7;false",
            "{`type`:`number`,`multipleOf`:2.5};7.5;true", "{`type`:`number`,`multipleOf`:2.5};5;true",
            "{`type`:`number`,`multipleOf`:2.5};6;false", "{`type`:`number`,`multipleOf`:2.5};6.5;false",
            "{`type`:`number`,`multipleOf`:0.1,`minimum`:0,`maximum`:1};0.5;true",
            "{`type`:`number`,`multipleOf`:0.1,`minimum`:0,`exclusiveMaximum`:1};1;false",
            "{`type`:`integer`,`multipleOf`:5,`minimum`:0};12345;true",
            "{`type`:`integer`,`multipleOf`:5,`minimum`:0};12344;false",
            "{`type`:`integer`,`multipleOf`:5,`minimum`:0};-5;false",
            "{`type`:`integer`,`multipleOf`:7,`minimum`:-99999,`maximum`:50000};-99995;true",
            "{`type`:`integer`,`multipleOf`:7,`minimum`:-99999,`maximum`:50000};50001;false",
            "{`type`:`number`,`minimum`:-1e30};-1e99;false", "{`type`:`number`,`maximum`:1e20};1e99;false",
            "{`type`:`number`,`minimum`:-0.5,`exclusiveMaximum`:2};-0.25;true",
            "{`type`:`number`,`minimum`:-0.5,`exclusiveMaximum`:2};2.0;false",
            "{`type`:`number`,`minimum`:1.25,`maximum`:1.5};1.50;true",
            "{`type`:`number`,`minimum`:1.25,`maximum`:1.5};1.2;false",
            "{`prefixItems`:[{`type`:`null`}],`items`:false};[null];true",
            "{`prefixItems`:[{`type`:`null`}],`items`:false};[null,1];false",
            "{`minItems`:2,`items`:{`const`:1}};[1];false",
            "{`type`:[`string`,`null`],`maxLength`:1};null;true",
            "{`type`:[`string`,`null`],`maxLength`:1};`\\uD83D\\uDE00`;true",
            "{`format`:`date`};`2024-02-30`;false", "{`format`:`date`};`2024-13-01`;false",
            "{`format`:`date`};`2024-02-29`;true", "{`format`:`date`};`2023-02-29`;false",
            "{`format`:`date`};`1900-02-29`;false", "{`format`:`date`};`2000-02-29`;true",
            "{`format`:`date`};`2024-04-31`;false", "{`format`:`date`};`2024-12-31`;true",
            "{`format`:`date-time`};`2024-02-29T23:59:59Z`;true",
            "{`format`:`duration`};`PT30M`;true", "{`format`:`duration`};`P1Y`;true",
            "{`format`:`duration`};`P1Y2M3DT4H5M6S`;true", "{`format`:`duration`};`P4W`;true",
            "{`format`:`duration`};`P1Y1D`;false", "{`format`:`duration`};`PT1H1S`;false",
            "{`format`:`duration`};`P`;false", "{`format`:`duration`};`P1YT`;false",
            "{`format`:`ipv6`};`2001:db8::8a2e:370:7334`;true", "{`format`:`ipv6`};`::`;true",
            "{`format`:`ipv6`};`1:2:3:4:5:6:7:8`;true", "{`format`:`ipv6`};`1:2:3:4:5:6:7::`;true",
            "{`format`:`ipv6`};`::2:3:4:5:6:7:8`;true", "{`format`:`ipv6`};`1::3::5`;false",
            "{`format`:`ipv6`};`1:2:3:4::5:6:7:8`;false", "{`format`:`ipv6`};`1:2:3`;false",
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
            "{`required`:[`z`],`additionalProperties`:{`type`:`integer`}};{`z`:`x`};false",
            "{`required`:[`z`],`additionalProperties`:{`type`:`integer`}};{`z`:1,`y`:2};true",
            "{`required`:[`z`,`z`]};{`z`:1};true", "{`required`:[`z`,`z`]};{`z`:1,`z`:1};false",
            "{`pattern`:`^\\\\S$`};`\u00A0`;false", "{`pattern`:`^\\\\s$`};`\u00A0`;true",
            "{`pattern`:`^a$|^b$`};`b`;true", "{`pattern`:`^.{1,5000}$`};`abc`;true",
            "{`pattern`:`^[^b]$`};`\\u001F`;true", "{`pattern`:`^[^b]$`};`\\n`;true",
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
            "{`oneOf`:[{`const`:null},{`type`:`null`}]};#/oneOf",
            "{`oneOf`:[{`enum`:[null,`a`]},{`type`:`string`}]};#/oneOf",
            "{`oneOf`:[{`const`:[1]},{`const`:[1.0]}]};#/oneOf", "{`oneOf`:[true,{`type`:`null`}]};#/oneOf",
            "{`minimum`:1e400};#/minimum", "{`const`:1e400};#/const",
            "{`enum`:[1,1e400],`type`:`number`};#/enum",
            "{`const`:[`\\ud800`]};#/const", "{`type`:`number`,`multipleOf`:0.3,`minimum`:0};#/multipleOf",
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
            "{`type`:`number`,`minimum`:5,`maximum`:3};nothing can ever fit",
            "{`type`:`number`,`minimum`:1e20};more than 18 digits",
            "{`required`:[`a`],`properties`:{`a`:{`$ref`:`#`}}};nothing can ever fit",
            "[];expected an object"})
    void whatCannotBeIsRefused(final String schema, final String message) {
        assertThatThrownBy(() -> Constraint.jsonSchema(quoted(schema)))
                .isInstanceOf(ConstraintException.class)
                .hasMessageContaining(message);
    }

    @Test
    void partsOfOneOfAreToldApartBesidePropertiesOfAnyValue() {
        final String part = "{`type`:`object`,`required`:[`a`,`b`],`properties`:{`a`:true,`b`:{`const`:%d}}}";
        final String schema = quoted("{`oneOf`:[" + part.formatted(1) + "," + part.formatted(2) + "]}");
        assertThat(Texts.fits(SchemaCompiler.grammar(schema), quoted("{`a`:[],`b`:2}"))).isTrue();
        assertThat(Texts.fits(SchemaCompiler.grammar(schema), quoted("{`a`:[],`b`:3}"))).isFalse();
    }
}
