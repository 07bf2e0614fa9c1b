package dev.ingot.foundry.doctor;

import java.io.IOException;

/**
 * A model spoiled in one way.
 *
 * @param name     what was done to it
 * @param fault    all that is found
 * @param mended   whether it is gone afterwards
 * @param spoiling does it
 */
record FaultCase(String name, Fault fault, boolean mended, Spoiling spoiling) {

    /** Spoils a model. */
    interface Spoiling {

        void spoil(Patient patient) throws IOException;
    }

    static FaultCase mended(final Fault fault, final String name, final Spoiling spoiling) {
        return new FaultCase(name, fault, true, spoiling);
    }

    static FaultCase told(final Fault fault, final String name, final Spoiling spoiling) {
        return new FaultCase(name, fault, false, spoiling);
    }

    @Override
    public String toString() {
        return fault.code() + " " + name;
    }
}
