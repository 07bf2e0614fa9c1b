package dev.ingot.decoder;

import java.util.OptionalDouble;
import java.util.function.IntPredicate;

/**
 * How the attention of a family differs from plain grouped-query attention.
 *
 * @param bias        which projections add a bias
 * @param headNorm    whether and how queries and keys are normed before the rotation
 * @param scale       factor of the scores; empty for {@code 1 / sqrt(head size)}
 * @param softcap     limit of the scores, {@code cap * tanh(score / cap)}; 0 for none
 * @param clip        limit of the magnitude of queries, keys and values; empty for none
 * @param interleaved whether neighbouring dimensions are rotated together, instead of those half a head apart
 * @param rotates     which layers know positions
 * @param sinks       whether each head has a further score that takes part in the softmax and stands for no position
 */
record AttentionSpec(Bias bias, HeadNorm headNorm, OptionalDouble scale, double softcap, OptionalDouble clip,
        boolean interleaved, IntPredicate rotates, boolean sinks) {

    /** Which projections of the attention add a bias. */
    enum Bias {
        /** None of them. */
        NONE,
        /** Query, key and value. */
        QKV,
        /** Query, key, value and output. */
        ALL;

        boolean onQkv() {
            return this != NONE;
        }

        boolean onOutput() {
            return this == ALL;
        }

        /** All of them or none, as a key of config.json says. */
        static Bias all(final boolean present) {
            return present ? ALL : NONE;
        }
    }

    /** Over what queries and keys are normed. */
    enum HeadNorm {
        /** Not at all. */
        NONE,
        /** Each head by itself, all heads with the same factors. */
        PER_HEAD,
        /** All heads together. */
        ALL_HEADS
    }

    /** No biases, no norms, no limits, rotation on every layer. */
    static AttentionSpec plain() {
        return new AttentionSpec(Bias.NONE, HeadNorm.NONE, OptionalDouble.empty(), 0, OptionalDouble.empty(),
                false, layer -> true, false);
    }

    AttentionSpec withBias(final Bias present) {
        return new AttentionSpec(present, headNorm, scale, softcap, clip, interleaved, rotates, sinks);
    }

    AttentionSpec withHeadNorm(final HeadNorm norm) {
        return new AttentionSpec(bias, norm, scale, softcap, clip, interleaved, rotates, sinks);
    }

    AttentionSpec withScale(final double factor) {
        return new AttentionSpec(bias, headNorm, OptionalDouble.of(factor), softcap, clip, interleaved,
                rotates, sinks);
    }

    AttentionSpec withSoftcap(final double cap) {
        return new AttentionSpec(bias, headNorm, scale, cap, clip, interleaved, rotates, sinks);
    }

    AttentionSpec withClip(final OptionalDouble limit) {
        return new AttentionSpec(bias, headNorm, scale, softcap, limit, interleaved, rotates, sinks);
    }

    AttentionSpec withInterleavedRotation() {
        return new AttentionSpec(bias, headNorm, scale, softcap, clip, true, rotates, sinks);
    }

    AttentionSpec withRotationOn(final IntPredicate layers) {
        return new AttentionSpec(bias, headNorm, scale, softcap, clip, interleaved, layers, sinks);
    }

    AttentionSpec withSinks() {
        return new AttentionSpec(bias, headNorm, scale, softcap, clip, interleaved, rotates, true);
    }
}
