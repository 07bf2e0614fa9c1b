package dev.ingot.runtime.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A prompt was computed, waiting for a turn included. */
@Name("dev.ingot.Prefill")
@Label("Prefill")
@Category("Ingot")
@StackTrace(false)
final class PrefillEvent extends Event {

    @Label("Model")
    @Description("Name of its directory")
    String model = "";

    @Label("Prompt Tokens")
    int promptTokens;

    @Label("Cached Tokens")
    @Description("Tokens of the prompt that the key-value cache held already")
    int cachedTokens;
}
