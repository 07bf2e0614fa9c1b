package dev.ingot.foundry.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The block in front of a file, as POSIX.1 (ustar, pax) describes it.
 *
 * <pre>
 * offset    0  100      108  116  124   136    148       156   157       257          265    ...  345
 * field  name  mode     uid  gid  size  mtime  checksum  type  linkname  "ustar" "00"  names ...   prefix
 * </pre>
 */
final class TarHeader {

    static final int BLOCK = 512;
    static final int NAME_BYTES = 100;
    /** A size beyond that stands in a pax record. */
    static final long MAX_SIZE = (1L << 33) - 1;

    static final char FILE = '0';
    static final char PAX = 'x';

    private static final int MODE = 100;
    private static final int SIZE = 124;
    private static final int SIZE_BYTES = 12;
    private static final int TIME = 136;
    private static final int SUM = 148;
    private static final int SUM_BYTES = 8;
    private static final int TYPE = 156;
    private static final int LINK = 157;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final byte[] USTAR = "ustar\00000".getBytes(StandardCharsets.ISO_8859_1);
    /** 1980-01-01: the same for every file, so that the same model gives the same archive; tools warn of 1970. */
    private static final long EPOCH = 315_532_800;

    private TarHeader() {}

    /** Makes the block; the name is ASCII and short enough, the size not too large. */
    static byte[] encode(final String name, final long size, final char type) {
        final byte[] block = new byte[BLOCK];
        final byte[] text = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, block, 0, Math.min(NAME_BYTES, text.length));
        octal(block, MODE, 8, 0644);
        octal(block, MODE + 8, 8, 0);
        octal(block, MODE + 16, 8, 0);
        octal(block, SIZE, SIZE_BYTES, size);
        octal(block, TIME, SIZE_BYTES, EPOCH);
        block[TYPE] = (byte) type;
        System.arraycopy(USTAR, 0, block, MAGIC, USTAR.length);
        octal(block, SUM, SUM_BYTES - 1, sum(block));
        block[SUM + SUM_BYTES - 1] = ' ';
        return block;
    }

    private static void octal(final byte[] block, final int offset, final int length, final long value) {
        final String digits = Long.toOctalString(value);
        Arrays.fill(block, offset, offset + length - 1, (byte) '0');
        for (int i = 0; i < digits.length(); i++) {
            block[offset + length - 1 - digits.length() + i] = (byte) digits.charAt(i);
        }
        block[offset + length - 1] = 0;
    }

    /** The sum of all bytes, those of the sum itself taken as blanks. */
    private static int sum(final byte[] block) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= SUM && i < SUM + SUM_BYTES ? ' ' : block[i] & 0xff;
        }
        return sum;
    }

    static boolean isEmpty(final byte[] block) {
        for (final byte value : block) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** Says what is wrong with a block, or nothing. */
    static String fault(final byte[] block) {
        if (!Arrays.equals(block, MAGIC, MAGIC + USTAR.length, USTAR, 0, USTAR.length)) {
            return other(block);
        }
        if (number(block, SUM, SUM_BYTES) != sum(block)) {
            return "a header with a wrong checksum";
        }
        final char type = type(block);
        if (type != FILE && type != PAX) {
            return switch (type) {
                case '1', '2' -> "a link";
                case '5' -> "a directory";
                default -> "an entry of type " + (int) type;
            };
        }
        if (number(block, SIZE, SIZE_BYTES) < 0) {
            return "a size that is no octal number";
        }
        return block[LINK] == 0 && block[PREFIX] == 0 ? "" : "a header with a link or a name in two parts";
    }

    /** What people take for the archive that it was made of, or in place of. */
    private static String other(final byte[] block) {
        if ((block[0] & 0xff) == 0x1f && (block[1] & 0xff) == 0x8b) {
            return "a file compressed with gzip, to be unpacked first";
        }
        return block[0] == 'P' && block[1] == 'K' ? "a zip file" : "no POSIX tar header";
    }

    static char type(final byte[] block) {
        return (char) (block[TYPE] & 0xff);
    }

    static long size(final byte[] block) {
        return number(block, SIZE, SIZE_BYTES);
    }

    static String name(final byte[] block) {
        int end = 0;
        while (end < NAME_BYTES && block[end] != 0) {
            end++;
        }
        return new String(block, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** Octal digits up to a blank or zero byte; -1 for anything else. */
    private static long number(final byte[] block, final int offset, final int length) {
        long value = 0;
        int digits = 0;
        for (int i = offset; i < offset + length && block[i] != 0 && block[i] != ' '; i++) {
            if (block[i] < '0' || block[i] > '7') {
                return -1;
            }
            value = value * 8 + block[i] - '0';
            digits++;
        }
        return digits == 0 ? -1 : value;
    }
}
