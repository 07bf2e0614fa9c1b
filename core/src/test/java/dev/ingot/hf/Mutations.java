package dev.ingot.hf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files as transfers, editors and attackers do; the seed decides how. */
final class Mutations {

    private static final List<String> TOKENS = List.of("-1", "0", "1e999", "9223372036854775807",
            "18446744073709551616", "null", "{}", "[]", "[[", "\"", "\\u0000", "true", "\"F32\"", "\"F5\"",
            ",", ":",
            "}", "]", "\"../x.safetensors\"", "0.5", "\"\\ud800\"");

    private final Random random;

    Mutations(final long seed) {
        random = new Random(seed);
    }

    /** Damages one place within the first {@code limit} bytes, or cuts the end off. */
    byte[] damage(final byte[] bytes, final int limit) {
        final int at = random.nextInt(limit);
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> splice(bytes, at, 0, token());
            case 2 -> splice(bytes, at, Math.min(limit - at, 1 + random.nextInt(8)), token());
            case 3 -> splice(bytes, at, Math.min(limit - at, 1 + random.nextInt(40)), new byte[0]);
            case 4 -> swapDigit(bytes, at, limit);
            default -> flip(bytes, at);
        };
    }

    private byte[] token() {
        return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] splice(final byte[] bytes, final int at, final int removed, final byte[] inserted) {
        final byte[] result = new byte[bytes.length - removed + inserted.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(bytes, at + removed, result, at + inserted.length, bytes.length - at - removed);
        return result;
    }

    /** Changes the next digit, which keeps JSON valid and makes numbers wrong. */
    private byte[] swapDigit(final byte[] bytes, final int from, final int limit) {
        final byte[] result = bytes.clone();
        for (int at = from; at < limit; at++) {
            if (result[at] >= '0' && result[at] <= '9') {
                result[at] = (byte) ('0' + random.nextInt(10));
                return result;
            }
        }
        return result;
    }

    private byte[] flip(final byte[] bytes, final int at) {
        final byte[] result = bytes.clone();
        result[at] ^= (byte) (1 << random.nextInt(8));
        return result;
    }
}
