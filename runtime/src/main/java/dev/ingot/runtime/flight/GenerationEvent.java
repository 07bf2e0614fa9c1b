package dev.ingot.runtime.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A request was answered. */
@Name("dev.ingot.Generation")
@Label("Generation")
@Category("Ingot")
@StackTrace(false)
final class GenerationEvent extends Event {

    @Label("Model")
    @Description("Name of its directory")
    String model = "";

    @Label("Prompt Tokens")
    int promptTokens;

    @Label("Tokens")
    int tokens;

    @Label("Finish Reason")
    @Description("STOP, TOOL_CALLS, LENGTH, CANCELLED, DEADLINE, or the class of the exception")
    String finishReason = "";
}
