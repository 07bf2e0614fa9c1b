package dev.ingot.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.QuantizationError;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class QualityReportTest {

    private static MatrixQuality matrix(final String name, final double noise) {
        final var place = MatrixPlace.of(name);
        return new MatrixQuality(name, place.layer(), place.role(), 4, 32, new BlockFormat(4, 32, false),
                new QuantizationError(128, 100, noise, 0.5), List.of(new BlockError(3, 0, 0.25)));
    }

    private static QualityReport small() {
        final var variant = new VariantQuality("int4", 2000,
                Optional.of(new TextScore(10, 2.5, 0.25, 0.125, 0.5, 0.75, 0.875)),
                List.of(matrix("model.layers.1.mlp.down_proj.MatMul.weight", 1),
                        matrix("lm_head.MatMul.weight", 0)),
                List.of(new VariantQuality.Uncompared("model.other", "no floats")));
        return new QualityReport("tiny", 8000, 512, Optional.of(new TextScore(10, 2, 0, 0, 0, 1, 1)),
                List.of(variant));
    }

    /** With everything that a name must not do to markup. */
    private static QualityReport large() {
        final var variants = IntStream.range(0, 8).mapToObj(i -> new VariantQuality(
                "<b>\"q\" & 'r'\u0001" + i, 2000 + i * 100,
                Optional.of(new TextScore(10, 2.5, 0.25, 0.125 / (i + 1), 0.5, 0.75, 0.875)),
                IntStream.range(0, 40).mapToObj(
                        layer -> matrix("model.layers." + layer + ".attn.qkv_proj.MatMul.weight", layer))
                        .toList(),
                List.of(new VariantQuality.Uncompared("a<b", "c&d")))).toList();
        return new QualityReport("<script>alert(1)</script>", 8000, 512, Optional.empty(), variants);
    }

    private static Document parse(final String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(html)));
    }

    @Test
    void figuresThatAreNoNumbersAreLeftOutOfJson() {
        final double none = Double.NaN;
        final var broken = new VariantQuality("int4", 2000, Optional.of(new TextScore(10, none,
                Double.POSITIVE_INFINITY, none, none, 0.75, none)), List.of(), List.of());
        final String json = new QualityReport("tiny", 8000, 512, Optional.empty(), List.of(broken)).toJson();
        assertThat(json).doesNotContain("NaN", "Infinity", "perplexity", "kl_divergence")
                .contains("\"top1_agreement\": 0.75");
    }

    @Test
    void isWrittenAsJson() {
        assertThat(small().toJson()).isEqualTo("""
                {
                  "format_version": 1,
                  "model": "tiny",
                  "bytes": 8000,
                  "window": 512,
                  "tokens": 10,
                  "perplexity": 2.0,
                  "variants": [
                    {
                      "name": "int4",
                      "bytes": 2000,
                      "perplexity": 2.5,
                      "perplexity_increase": 0.25,
                      "kl_divergence": 0.125,
                      "kl_divergence_max": 0.5,
                      "top1_agreement": 0.75,
                      "logit_cosine": 0.875,
                      "matrices": [
                        {
                          "name": "model.layers.1.mlp.down_proj.MatMul.weight",
                          "layer": 1,
                          "role": "mlp.down_proj",
                          "shape": [
                            4,
                            32
                          ],
                          "bits": 4,
                          "block_size": 32,
                          "symmetric": false,
                          "relative_error": 0.1,
                          "largest_error": 0.5,
                          "snr_db": 20.0,
                          "worst_blocks": [
                            {
                              "row": 3,
                              "block": 0,
                              "error": 0.25
                            }
                          ]
                        },
                        {
                          "name": "lm_head.MatMul.weight",
                          "role": "lm_head",
                          "shape": [
                            4,
                            32
                          ],
                          "bits": 4,
                          "block_size": 32,
                          "symmetric": false,
                          "relative_error": 0.0,
                          "largest_error": 0.5,
                          "worst_blocks": [
                            {
                              "row": 3,
                              "block": 0,
                              "error": 0.25
                            }
                          ]
                        }
                      ],
                      "not_compared": [
                        {
                          "name": "model.other",
                          "reason": "no floats"
                        }
                      ]
                    }
                  ]
                }
                """);
    }

    @Test
    void isShownInATerminal() {
        assertThat(small().toText())
                .startsWith(
                        """
                                10 tokens scored in windows of 512

                                model            MB  perplexity  increase  KL per token  largest KL    top-1  logit cosine  SNR dB  worst
                                tiny (source)  0.01      2.0000         -             -           -        -             -       -      -
                                int4           0.00      2.5000  +25.00 %       0.12500     0.50000  75.00 %      0.875000    23.0   20.0
                                """)
                .contains("layers.1.mlp.down_proj  4 x 32  4 bits, 32, asymmetric          0.1000    20.0\n")
                .contains("model.other: no floats\n");
    }

    @Test
    void isAPageThatNeedsNothingElse() throws Exception {
        final String html = large().toHtml();
        final Document page = parse(html);
        assertThat(page.getElementsByTagName("rect").getLength()).isEqualTo(8 * 40);
        assertThat(page.getElementsByTagName("circle").getLength()).isEqualTo(8);
        assertThat(page.getElementsByTagName("h1").item(0).getTextContent())
                .isEqualTo("Quality of <script>alert(1)</script>");
        assertThat(html).doesNotContainIgnoringCase("http").doesNotContain("<script", "src=", "href=", "url(",
                "@import").contains("prefers-color-scheme:dark");
    }

    @Test
    void pageHasOnlyWhatWasMeasured() throws Exception {
        final Document page = parse(new QualityReport("tiny", 1, 512, Optional.empty(),
                List.of(new VariantQuality("int4", 1, Optional.empty(), List.of(), List.of()))).toHtml());
        assertThat(page.getElementsByTagName("svg").getLength()).isZero();
        assertThat(page.getElementsByTagName("table").getLength()).isEqualTo(1);
    }

    @Test
    void findsLayerAndRoleInNames() {
        assertThat(MatrixPlace.of("model.layers.12.mlp.experts.3.down_proj.MatMul.weight"))
                .isEqualTo(new MatrixPlace(OptionalInt.of(12), "mlp.experts.down_proj"));
        assertThat(MatrixPlace.of("/model/layers.0/attn/q_proj/MatMul"))
                .isEqualTo(new MatrixPlace(OptionalInt.of(0), "attn.q_proj"));
        assertThat(MatrixPlace.of("model.embed_tokens.weight"))
                .isEqualTo(new MatrixPlace(OptionalInt.empty(), "embed_tokens"));
    }
}
