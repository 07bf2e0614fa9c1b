package dev.ingot.foundry.service.wire;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Status lines and headers of answers. */
final class ResponseHead {

    private static final DateTimeFormatter DATE = DateTimeFormatter
            .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ResponseHead() {}

    static byte[] of(final int status, final Map<String, String> headers, final boolean staysOpen) {
        final var text = new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(reason(status));
        append(text, "Date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
        headers.forEach((name, value) -> append(text, name, value));
        if (!staysOpen) {
            append(text, "Connection", "close");
        }
        return text.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What came from a request must not begin a new line. */
    private static void append(final StringBuilder text, final String name, final String value) {
        text.append("\r\n").append(name).append(": ");
        value.chars().map(c -> c < ' ' || c > '~' ? '?' : c).forEach(c -> text.append((char) c));
    }

    static String reason(final int status) {
        return switch (status) {
            case 200 -> "OK";
            case 204 -> "No Content";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 421 -> "Misdirected Request";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "Status";
        };
    }
}
