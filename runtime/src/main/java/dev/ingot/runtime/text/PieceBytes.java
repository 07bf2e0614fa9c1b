package dev.ingot.runtime.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** From a token as a vocabulary spells it to the bytes it stands for. */
final class PieceBytes {

    private static final char LOWER_BLOCK = '\u2581';
    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-Fa-f]{2})>");
    private static final int NONE = -1;
    private static final int[] BYTE_OF = byteOf();

    private PieceBytes() {}

    /** GPT-2's printable alphabet: a byte that is a visible Latin-1 character stands for itself, others from U+0100. */
    private static int[] byteOf() {
        final var result = new int[0x200];
        Arrays.fill(result, NONE);
        int next = 0x100;
        for (int value = 0; value < 0x100; value++) {
            final boolean visible = (value > 0x20 && value < 0x7F) || (value > 0xA0 && value != 0xAD);
            result[visible ? value : next++] = value;
        }
        return result;
    }

    /** One byte for each character; a token with other characters is taken as it is. */
    static byte[] ofByteLevel(final String piece) {
        final var bytes = new ByteArrayOutputStream(piece.length());
        for (int i = 0; i < piece.length(); i++) {
            final char c = piece.charAt(i);
            if (c >= BYTE_OF.length || BYTE_OF[c] == NONE) {
                return piece.getBytes(StandardCharsets.UTF_8);
            }
            bytes.write(BYTE_OF[c]);
        }
        return bytes.toByteArray();
    }

    /** UTF-8 with blanks, or a byte by its number. */
    static byte[] ofPiece(final String piece, final boolean fallback) {
        final var number = BYTE.matcher(piece);
        return fallback && number.matches()
                ? new byte[]{(byte) Integer.parseInt(number.group(1), 16)}
                : piece.replace(LOWER_BLOCK, ' ').getBytes(StandardCharsets.UTF_8);
    }
}
