package dev.ingot.constrain.schema;

import java.util.Map;
import java.util.Optional;

/** The formats of strings that are enforced, as regular expressions. Dates have the right shape, not always the right day. */
final class Formats {

    private static final String DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?"
            + "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final String HEX = "[0-9A-Fa-f]{1,4}";

    private static final Map<String, String> ALL = Map.of(
            "date", DATE,
            "time", TIME,
            "date-time", DATE + "T" + TIME,
            "duration", "P([0-9]{1,9}W|([0-9]{1,9}Y)?([0-9]{1,9}M)?[0-9]{1,9}D"
                    + "(T([0-9]{1,9}H)?([0-9]{1,9}M)?[0-9]{1,9}S)?|T([0-9]{1,9}H)?([0-9]{1,9}M)?[0-9]{1,9}S)",
            "email", "[A-Za-z0-9_%+-]+(\\.[A-Za-z0-9_%+-]+)*@" + LABEL + "(\\." + LABEL + ")+",
            "hostname", LABEL + "(\\." + LABEL + ")*",
            "ipv4", BYTE + "(\\." + BYTE + "){3}",
            "ipv6", "(" + HEX + ":){7}" + HEX + "|(" + HEX + ":){1,6}:" + HEX + "|::(" + HEX + ":){0,5}" + HEX
                    + "|(" + HEX + ":){1,7}:|::",
            "uuid", "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Formats() {}

    static Optional<String> of(final String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    static String names() {
        return String.join(", ", ALL.keySet().stream().sorted().toList());
    }
}
