package dev.ingot.runtime.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A model was loaded. */
@Name("dev.ingot.Load")
@Label("Model Load")
@Category("Ingot")
@StackTrace(false)
final class LoadEvent extends Event {

    @Label("Model")
    @Description("Name of its directory")
    String model = "";

    @Label("Size")
    @DataAmount
    long bytes;
}
