/**
 * What a model's answer consists of: content, reasoning and calls of tools, which every family of models writes in its own
 * way. {@link dev.ingot.chat.answer.AnswerFormat} knows the ways, {@link dev.ingot.chat.answer.AnswerParser} takes an answer
 * in pieces, as it is generated, and gives {@link dev.ingot.chat.answer.AnswerPart}s.
 *
 * <p>
 * Inside, a format is a list of {@code Rule}s: a text that opens something, and a {@code BlockReader} that reads what it
 * opens through a {@code Cursor}. A reader that comes to the end of what is there is asked again when there is more; so
 * it does not matter how an answer was cut into pieces. What a reader does not accept is content.
 */
@NullMarked
package dev.ingot.chat.answer;

import org.jspecify.annotations.NullMarked;
