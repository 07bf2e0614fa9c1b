package dev.ingot.chat;

/**
 * What probing a chat template has shown.
 *
 * @param strings   the four strings
 * @param beginning what every conversation begins with: the beginning-of-sequence token, or nothing
 * @param preamble  what a conversation without a system message begins with: {@code beginning}, and the default system
 *                  prompt where the template has one
 * @param ending    what a conversation ends with when the assistant's turn is not opened, mostly nothing
 * @param exact     whether joining the strings gives what the template renders, for conversations of the roles that have
 *                  a string of their own: {@code preamble}, or {@code beginning} where there is a system message, then
 *                  one string per message
 */
public record DerivedPrompts(PromptTemplate strings, String beginning, String preamble, String ending,
        boolean exact) {}
