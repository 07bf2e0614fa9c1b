package dev.ingot.foundry.doctor;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that is not as its owner would expect. Immutable; the methods named after components return changed copies.
 *
 * @param fault    what it is
 * @param path     file or directory concerned
 * @param line     of the file, counted from 1, where one is concerned
 * @param expected what should be there; empty where the fault says all
 * @param found    what is there; empty where the fault says all
 * @param fix      what to do about it, in words
 * @param repair   what does it, where that takes no decision of the owner
 */
public record Finding(Fault fault, Path path, OptionalInt line, String expected, String found, String fix,
        Optional<Repair> repair) {

    static Finding of(final Fault fault, final Path path) {
        return new Finding(fault, path, OptionalInt.empty(), "", "", "", Optional.empty());
    }

    Finding line(final OptionalInt value) {
        return new Finding(fault, path, value, expected, found, fix, repair);
    }

    Finding expected(final String value) {
        return new Finding(fault, path, line, value, found, fix, repair);
    }

    Finding found(final String value) {
        return new Finding(fault, path, line, expected, value, fix, repair);
    }

    Finding fix(final String value) {
        return new Finding(fault, path, line, expected, found, value, repair);
    }

    /** What the repair does is the fix. */
    Finding repair(final Repair value) {
        return new Finding(fault, path, line, expected, found, value.text(), Optional.of(value));
    }

    /** Leaves the file to whoever it belongs to. */
    Finding withoutRepair() {
        return new Finding(fault, path, line, expected, found, fix, Optional.empty());
    }

    /**
     * Returns what is wrong, without place, code and fix.
     *
     * @return one sentence without a full stop
     */
    public String reason() {
        final String wanted = expected.isEmpty() ? "" : "expected " + expected;
        final String there = found.isEmpty() ? "" : "found " + found;
        final String both = wanted.isEmpty() || there.isEmpty() ? wanted + there : wanted + ", " + there;
        return both.isEmpty() ? fault.title() : fault.title() + ": " + both;
    }

    /** Says everything on one line. */
    @Override
    public String toString() {
        return path + (line.isPresent() ? ":" + line.getAsInt() : "") + ": " + fault.code() + " "
                + fault.severity().text() + ": " + reason() + "; " + fix;
    }
}
