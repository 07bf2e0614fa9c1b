package dev.ingot.foundry.service.openai.answer;

import dev.ingot.foundry.service.http.HttpFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;

/** Vectors as JSON. */
public final class Vectors {

    private Vectors() {}

    /**
     * Keeps the first numbers of a vector, and makes its length 1 again.
     *
     * @param vector     of length 1
     * @param dimensions how many numbers, or empty for all
     * @return the vector, or a shorter one
     * @throws HttpFailure with status 400 if it has not as many
     */
    public static float[] shortened(final float[] vector, final OptionalInt dimensions) {
        final int wanted = dimensions.orElse(vector.length);
        if (wanted > vector.length) {
            throw HttpFailure.of(400, "dimensions: expected at most " + vector.length
                    + ", the width of the model, found " + wanted, "dimensions", "invalid_value");
        }
        if (wanted == vector.length) {
            return vector;
        }
        final float[] result = Arrays.copyOf(vector, wanted);
        double sum = 0;
        for (final float it : result) {
            sum += (double) it * it;
        }
        final double length = Math.sqrt(sum);
        for (int i = 0; i < wanted && length > 0; i++) {
            result[i] = (float) (result[i] / length);
        }
        return result;
    }

    /**
     * Writes a vector as a list of numbers.
     *
     * @param vector any
     * @return its numbers, each with as many digits as tell it from the next float
     */
    public static List<Double> numbers(final float[] vector) {
        final var numbers = new ArrayList<Double>(vector.length);
        for (final float it : vector) {
            numbers.add(Double.valueOf(Float.toString(it)));
        }
        return numbers;
    }

    /**
     * Writes a vector as base64 of 32-bit floats, the least significant byte first.
     *
     * @param vector any
     * @return the text
     */
    public static String base64(final float[] vector) {
        final var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
