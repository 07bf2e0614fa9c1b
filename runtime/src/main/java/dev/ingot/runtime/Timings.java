package dev.ingot.runtime;

import java.time.Duration;

/**
 * How long things took.
 *
 * @param load    the model was opened in; the same for every generation of one generator
 * @param prefill from the request to the logits that follow the prompt, waiting for a turn included
 * @param decode  from there to the end
 * @param tokens  generated, the end-of-sequence token included
 */
public record Timings(Duration load, Duration prefill, Duration decode, int tokens) {

    /**
     * Returns the speed of the part after the prompt: the first token comes from the prompt's own step and does not
     * count.
     *
     * @return tokens per second; 0 when fewer than two tokens were generated
     */
    public double tokensPerSecond() {
        final double seconds = decode.toNanos() / 1e9;
        return tokens < 2 || seconds <= 0 ? 0 : (tokens - 1) / seconds;
    }
}
