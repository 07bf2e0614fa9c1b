package dev.ingot.chat;

import java.util.List;

/**
 * What probing a chat template has shown.
 *
 * @param strings   the four strings
 * @param beginning what every conversation begins with: the beginning-of-sequence token, or nothing
 * @param preamble  what a conversation without a system message begins with: {@code beginning}, and the default system
 *                  prompt where the template has one
 * @param ending    what a conversation ends with when the assistant's turn is not opened, mostly nothing
 * @param differences what the template does besides joining strings, as far as the samples show it; empty when joining is
 *                  all
 */
public record DerivedPrompts(PromptTemplate strings, String beginning, String preamble, String ending,
        List<PromptDifference> differences) {

    /** Copies the list. */
    public DerivedPrompts {
        differences = List.copyOf(differences);
    }

    /**
     * Tells whether joining the strings gives what the template renders, for conversations of the roles that have a
     * string of their own: {@code preamble}, or {@code beginning} where there is a system message, then one string per
     * message, then {@code ending} where the assistant's turn is not opened. Conversations that the template refuses have no
     * text to be equal to. Where it is false, strings can still be the best there are
     * ({@link PromptDifference#isFault()}): templates that take white space or the thinking of earlier answers away, that
     * join messages, move them or shorten them, or that write the date, do what no strings do.
     *
     * @return false if another text came out for a sample
     */
    public boolean exact() {
        return differences.stream().allMatch(difference -> difference.kind().isBesideStrings());
    }
}
