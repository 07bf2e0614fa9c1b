package dev.ingot.hf;

import dev.ingot.quantize.WeightType;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Element types of the safetensors format (its README, "Format"); names in the file are the constants' names. */
enum TensorType {
    BOOL(8), F4(4), F6_E2M3(6), F6_E3M2(6), U8(8), I8(8), F8_E5M2(8), F8_E4M3(8), F8_E8M0(8), I16(16), U16(
            16), F16(16), BF16(16), I32(32), U32(32), F32(32), C64(64), F64(64), I64(64), U64(64);

    private static final Map<String, TensorType> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(Enum::name, type -> type));

    private final int bits;

    TensorType(final int bits) {
        this.bits = bits;
    }

    /** Size of one element. */
    int bits() {
        return bits;
    }

    /** The type that weights are read in, or empty when matrices of this type are not read. */
    Optional<WeightType> weightType() {
        return switch (this) {
            case BF16 -> Optional.of(WeightType.BF16);
            case F16 -> Optional.of(WeightType.F16);
            case F32 -> Optional.of(WeightType.F32);
            default -> Optional.empty();
        };
    }

    /** The type of a name in a file, or empty for one that is newer than this list. */
    static Optional<TensorType> of(final String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
