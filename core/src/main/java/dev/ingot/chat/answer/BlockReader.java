package dev.ingot.chat.answer;

import java.util.Optional;

/** Reads what an opening text opens, tag included. */
interface BlockReader {

    /**
     * Reads one block.
     *
     * @param cursor at the opening text; left behind the block
     * @return what it is, or empty if it is none, or its end is not there yet
     */
    Optional<Block> read(Cursor cursor);
}
