package dev.ingot.constrain.schema;

import java.util.Map;
import java.util.Optional;

/** The formats of strings that are enforced, as regular expressions (RFC 3339 and its durations, RFC 1123, RFC 4291). */
final class Formats {

    private static final String LEAP = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)";
    private static final String DATE = "([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
            + "|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|" + LEAP + "-02-29)";
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?"
            + "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final String HEX = "[0-9A-Fa-f]{1,4}";

    private static final Map<String, String> ALL = Map.of(
            "date", DATE,
            "time", TIME,
            "date-time", DATE + "T" + TIME,
            "duration", duration(),
            "email", "[A-Za-z0-9_%+-]+(\\.[A-Za-z0-9_%+-]+)*@" + LABEL + "(\\." + LABEL + ")+",
            "hostname", LABEL + "(\\." + LABEL + ")*",
            "ipv4", BYTE + "(\\." + BYTE + "){3}",
            "ipv6", ipv6(),
            "uuid", "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Formats() {}

    /** Weeks alone, or units in a row, none left out between two others. */
    private static String duration() {
        final String time = "T(" + units("H", "M", "S") + ")";
        return "P([0-9]{1,9}W|(" + units("Y", "M", "D") + ")(" + time + ")?|" + time + ")";
    }

    private static String units(final String large, final String middle, final String small) {
        final String number = "[0-9]{1,9}";
        final String least = number + small;
        final String more = number + middle + "(" + least + ")?";
        return least + "|" + more + "|" + number + large + "(" + more + ")?";
    }

    /** Eight groups, or fewer where two colons stand for the others. */
    private static String ipv6() {
        final var result = new StringBuilder(
                "(" + HEX + ":){7}" + HEX + "|(" + HEX + ":){1,7}:|:(:" + HEX + "){1,7}|::");
        for (int before = 1; before <= 6; before++) {
            result.append("|(").append(HEX).append(":){").append(before).append("}(:").append(HEX)
                    .append("){1,")
                    .append(7 - before).append('}');
        }
        return result.toString();
    }

    static Optional<String> of(final String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    static String names() {
        return String.join(", ", ALL.keySet().stream().sorted().toList());
    }
}
