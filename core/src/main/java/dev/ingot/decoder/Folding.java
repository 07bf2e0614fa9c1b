package dev.ingot.decoder;

import dev.ingot.hf.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A place where the columns of some matrices can be multiplied by factors without changing the model, because what yields
 * their inputs can be divided by them. Names are those of the common layout.
 *
 * @param products constants of the float graph that multiply the same inputs
 * @param readers  the tensors of which these are made
 * @param giver    what yields the inputs
 */
public record Folding(List<String> products, List<String> readers, Giver giver) {

    /** Copies the lists. */
    public Folding {
        products = List.copyOf(products);
        readers = List.copyOf(readers);
    }

    /** What yields inputs. */
    public sealed interface Giver {

        /**
         * A norm: its factors are divided, and its summands if it has any.
         *
         * @param module name of the tensors but for {@code .weight} and {@code .bias}
         * @param offset added to the stored factors
         */
        record Norm(String module, float offset) implements Giver {}

        /**
         * Rows of a matrix: they are divided, and their summands if there are any. Row {@code r} of head {@code h} yields
         * column {@code r} of as many heads as share it.
         *
         * @param module  name of the tensors but for {@code .weight} and {@code .bias}
         * @param head    rows of a head
         * @param sharing how many heads of the reader share one of the giver
         */
        record Rows(String module, int head, int sharing) implements Giver {

            /**
             * Returns which row yields a column.
             *
             * @param column of the reader
             * @return its row
             */
            public int row(final int column) {
                return column / head / sharing * head + column % head;
            }
        }
    }

    /**
     * Lists the places of a model: norms before attention and MLP, values before the output projection, and the linear
     * half of a gated MLP before the down projection. Experts have none, because their router reads the same norm.
     *
     * @param config of the model
     * @return the places, layer by layer
     */
    public static List<Folding> of(final ModelConfig config) {
        final DecoderSpec spec = Families.of(config).describe(config);
        final var foldings = new ArrayList<Folding>();
        for (int layer = 0; layer < config.layers(); layer++) {
            new Collector(spec, layer, foldings).collect();
        }
        return foldings;
    }

    /** The places of one layer. */
    private record Collector(DecoderSpec spec, int layer, List<Folding> found) {

        void collect() {
            final boolean dense = !spec.experts().sparse().test(layer);
            if (spec.norm().weight()) {
                norms(dense);
            }
            if (spec.attention().clip().isEmpty()) {
                final ModelConfig config = spec.config();
                add(List.of("attn.o_proj"), List.of("self_attn.o_proj"), new Giver.Rows(
                        module("self_attn.v_proj"), config.headSize(), config.heads() / config.kvHeads()));
            }
            if (dense && spec.mlp().gated()) {
                add(List.of("mlp.down_proj"), List.of("mlp.down_proj"),
                        new Giver.Rows(module("mlp.up_proj"), spec.config().intermediateSize(), 1));
            }
        }

        private void norms(final boolean dense) {
            final List<String> attention = List.of("self_attn.q_proj", "self_attn.k_proj",
                    "self_attn.v_proj");
            final List<String> mlp = spec.mlp().gated()
                    ? List.of("mlp.gate_proj", "mlp.up_proj")
                    : List.of("mlp.up_proj");
            final BlockSpec block = spec.block();
            if (!block.parallel()) {
                block.beforeAttention().ifPresent(norm -> add(List.of("attn.qkv_proj"), attention,
                        norm(norm)));
                block.beforeMlp().filter(norm -> dense).ifPresent(norm -> add(mlp, mlp, norm(norm)));
            } else if (dense && block.beforeAttention().isPresent()) {
                final var products = new ArrayList<>(List.of("attn.qkv_proj"));
                final var readers = new ArrayList<>(attention);
                products.addAll(mlp);
                readers.addAll(mlp);
                add(products, readers, norm(block.beforeAttention().get()));
            }
        }

        private Giver norm(final String name) {
            return new Giver.Norm(module(name), spec.norm().offset());
        }

        private String module(final String name) {
            return "model.layers." + layer + "." + name;
        }

        private void add(final List<String> products, final List<String> readers, final Giver giver) {
            found.add(new Folding(
                    products.stream().map(name -> Linear.weightName(
                            "/model/layers." + layer + "/" + name.replace('.', '/'))).toList(),
                    readers.stream().map(name -> module(name) + ".weight").toList(), giver));
        }
    }
}
