package dev.ingot.runtime;

/** How the hidden states of a text become one vector. */
public enum Pooling {
    /** That of the last token, which alone has seen the whole text: what decoder models are trained for. */
    LAST_TOKEN,
    /** The mean of all tokens. */
    MEAN
}
