package dev.ingot.quality;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a model a matrix belongs, told by its name.
 *
 * @param layer from 0, or empty
 * @param role  the rest of the name, without numbers of experts
 */
record MatrixPlace(OptionalInt layer, String role) {

    private static final Pattern LAYER = Pattern.compile("layers\\.(\\d+)\\.(.+)");
    private static final String ENDING = "(\\.MatMul)?(\\.weight)?$";

    static MatrixPlace of(final String name) {
        final String plain = name.replace('/', '.').replaceFirst(ENDING, "").replaceFirst("^\\.?(model\\.)?",
                "");
        final Matcher matcher = LAYER.matcher(plain);
        return matcher.matches()
                ? new MatrixPlace(OptionalInt.of(Integer.parseInt(matcher.group(1))),
                        matcher.group(2).replaceAll("\\.\\d+\\.", "."))
                : new MatrixPlace(OptionalInt.empty(), plain);
    }
}
