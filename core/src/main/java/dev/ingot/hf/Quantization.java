package dev.ingot.hf;

import dev.ingot.quantize.PackedMatrix;

/** How the linear layers of a checkpoint are quantized. */
sealed interface Quantization {

    /** Whole columns form one group. */
    int WHOLE = -1;

    /** Returns what is said about a model that came from such a checkpoint. */
    String label();

    /** Finds the matrix of a module, {@code [rows, columns]}, in the tensors that hold it. */
    PackedMatrix matrix(Safetensors tensors, String module, int rows, int columns);

    /**
     * GPTQ (arXiv 2210.17323) as AutoGPTQ and GPTQModel store it.
     *
     * @param bits      4 or 8, unless modules differ
     * @param groupSize columns that share a scale, or {@link #WHOLE}, unless modules differ
     * @param lessOne   whether stored zero points are one too small, as in the first version of the format
     * @param dynamic   whether modules may differ in bits and group size; their tensors' shapes tell
     */
    record Gptq(int bits, int groupSize, boolean lessOne, boolean dynamic) implements Quantization {

        @Override
        public String label() {
            return "gptq";
        }

        @Override
        public PackedMatrix matrix(final Safetensors tensors, final String module, final int rows,
                final int columns) {
            return GptqTensors.matrix(this, tensors, module, rows, columns);
        }
    }

    /**
     * AWQ (arXiv 2306.00978) as AutoAWQ stores it for its GEMM kernels: always 4 bits.
     *
     * @param groupSize columns that share a scale, or {@link #WHOLE}
     */
    record Awq(int groupSize) implements Quantization {

        @Override
        public String label() {
            return "awq";
        }

        @Override
        public PackedMatrix matrix(final Safetensors tensors, final String module, final int rows,
                final int columns) {
            return AwqTensors.matrix(this, tensors, module, rows, columns);
        }
    }
}
