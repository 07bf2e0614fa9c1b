package dev.ingot.runtime.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The tokens after a prompt were generated. */
@Name("dev.ingot.Decode")
@Label("Decode")
@Category("Ingot")
@StackTrace(false)
final class DecodeEvent extends Event {

    @Label("Model")
    @Description("Name of its directory")
    String model = "";

    @Label("Tokens")
    int tokens;
}
