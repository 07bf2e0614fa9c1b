package dev.ingot.runtime;

/**
 * One generated token as a stream delivers it.
 *
 * @param id   its id
 * @param text the characters that became complete with it; empty while a character is still incomplete, or while the
 *             text might be the beginning of a stop string
 */
public record Token(int id, String text) {}
