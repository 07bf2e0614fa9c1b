package dev.ingot.chat;

/**
 * Something that a chat template does and joined strings do not, shown on one sample conversation.
 *
 * @param kind     what it is
 * @param sample   the conversation, in words
 * @param template what the template makes of it, or why it refuses it
 * @param strings  what joining the four strings gives
 */
public record PromptDifference(Kind kind, String sample, String template, String strings) {

    /** Kinds of differences. */
    public enum Kind {
        /** A token stands at the beginning of every conversation; readers add it when they tokenize. */
        BEGINNING("a conversation begins with a token that belongs to no message"),
        /** A text ends conversations in which the assistant's turn is not opened. */
        ENDING("a conversation that is not continued ends with a text that belongs to no message"),
        /** A conversation without a system message gets one of the template's own. */
        DEFAULT_SYSTEM("a conversation without a system message begins with a text of the template's own"),
        /** The date of the day is part of the text. */
        DATE("the text holds the date of the day"),
        /** A role is refused. */
        ROLE_REFUSED("messages of a role are refused"),
        /** A role has no text of its own: its content becomes part of another message, or is dropped. */
        ROLE_FOLDED("messages of a role become part of another message or are left out"),
        /** White space around contents is taken away. */
        TRIMMED("white space around the text of a message is taken away"),
        /** A system message without text is left out. */
        EMPTY_SYSTEM("a system message without text is left out"),
        /** An answer that nothing follows is written in another way than those before it. */
        LAST_ANSWER("an answer that nothing follows is written in another way"),
        /** Some contents are written in another way than others. */
        CONTENT("some contents are written in another way"),
        /** An answer that something follows loses its thinking. */
        THINKING("the thinking in earlier answers is left out or written in another way"),
        /** Of several system messages not each stands where it stood. */
        LATER_SYSTEM("a system message further on is moved, left out or written in another way"),
        /** Messages of one role that follow each other become one. */
        IN_A_ROW("messages of one role in a row are joined or written in another way"),
        /** Long texts do not stay whole. */
        LENGTH("long texts are cut off"),
        /** Line breaks or blanks between the parts are others. */
        WHITE_SPACE("line breaks or blanks between the parts are others"),
        /** The texts are others. */
        OTHER("the texts are others");

        private final String text;

        Kind(final String text) {
            this.text = text;
        }

        /**
         * Says what the template does.
         *
         * @return words without a full stop
         */
        public String text() {
            return text;
        }

        /** Tells whether strings can be right in spite of it: no four strings can say such a thing. */
        boolean isBeyondStrings() {
            return this != WHITE_SPACE && this != OTHER;
        }

        /** Tells whether it lies beside the messages that have a string, whose texts are the same in spite of it. */
        boolean isBesideStrings() {
            return switch (this) {
                case BEGINNING, ENDING, DEFAULT_SYSTEM, ROLE_REFUSED, ROLE_FOLDED -> true;
                default -> false;
            };
        }

        /** Tells whether it shows on conversations that some templates refuse, which says nothing about strings. */
        boolean mayBeRefused() {
            return switch (this) {
                case THINKING, LATER_SYSTEM, IN_A_ROW, LENGTH -> true;
                default -> false;
            };
        }
    }

    /**
     * Tells whether other strings would do better.
     *
     * @return false for what no four strings can say
     */
    public boolean isFault() {
        return !kind.isBeyondStrings();
    }
}
