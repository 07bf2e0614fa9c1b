/** Messages, chat templates and the Jinja interpreter that renders them. */
@NullMarked
package dev.ingot.chat;

import org.jspecify.annotations.NullMarked;
