package dev.ingot;

import dev.ingot.calibrate.FloatSource;
import dev.ingot.decoder.Decoder;
import dev.ingot.decoder.PlannedTensor;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.hf.HfModel;
import dev.ingot.hf.UsedWeights;
import dev.ingot.onnx.Tensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The export of a Hugging Face checkpoint: a decoder graph made from nothing. */
final class CheckpointExport implements Export {

    private final HfModel model;
    private final Precision precision;
    private final Decoder decoder;
    private final Description description;
    private final SwitchableAdapters adapters;
    private final Set<String> modules; // that switchable adapters change

    private CheckpointExport(final HfModel model, final Precision precision, final Decoder decoder,
            final Description description,
            final SwitchableAdapters adapters, final Set<String> modules) {
        this.model = model;
        this.precision = precision;
        this.decoder = decoder;
        this.description = description;
        this.adapters = adapters;
        this.modules = modules;
    }

    static CheckpointExport open(final Settings settings) {
        refuseScaledInputs(settings);
        final HfModel base = HfModel.open(settings.source());
        final var adapters = new SwitchableAdapters(settings.switchable());
        boolean done = false;
        try {
            final HfModel model = settings.adapter().map(base::withAdapter).orElse(base);
            final var weights = new UsedWeights(model.weights());
            final Set<String> modules = adapters.open();
            final Decoder plain = Decoder.plan(model.config(), weights, settings.precision(), modules);
            final Settings decided = Mixing.isNeeded(settings)
                    ? Mixing.decide(settings, plain.layerMatrices())
                    : settings;
            final Decoder decoder = decided.equals(settings)
                    ? plain
                    : Decoder.plan(model.config(), weights, decided.precision(), modules);
            adapters.fit(decoder.adapters());
            SurplusTensors.check(model.source(), model.config(), weights.unused());
            final var result = new CheckpointExport(model, decided.precision(), decoder,
                    Description.of(model, decoder, decided), adapters, modules);
            done = true;
            return result;
        } finally {
            if (!done) {
                adapters.close();
                base.close();
            }
        }
    }

    /** Adapters would multiply inputs that factors have been taken out of, and do not know of these. */
    private static void refuseScaledInputs(final Settings settings) {
        if (!settings.switchable().isEmpty() && settings.precision() instanceof Blockwise blockwise
                && blockwise.method() instanceof Awq method) {
            throw new InvalidOptionException("algorithm: " + method.label()
                    + " scales what matrices multiply, and so cannot be combined with adapters that are"
                    + " switched while the model runs: " + String.join(", ", settings.switchable().keySet())
                    + "; choose gptq, or merge the adapter");
        }
    }

    @Override
    public String architecture() {
        return model.config().architecture();
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public List<PlannedTensor> tensors() {
        return decoder.tensors();
    }

    @Override
    public String dataFile() {
        return Decoder.DATA_FILE;
    }

    @Override
    public long dataBytes() {
        return decoder.dataBytes();
    }

    @Override
    public List<OutputFile> files() {
        return Stream.concat(description.files().stream(), adapters.files().stream()).toList();
    }

    @Override
    public Optional<GenaiConfig> genai() {
        return Optional.of(description.config());
    }

    @Override
    public FloatSource floats() {
        return new FloatSource(model.directory(), model.config(), model.weights(), modules);
    }

    @Override
    public Map<String, Long> sourceSizes() {
        final var sizes = new LinkedHashMap<String, Long>();
        model.weights().names().forEach(name -> sizes.put(name, model.weights().bytes(name)));
        return sizes;
    }

    @Override
    public Map<String, Long> outputSizes() {
        final var sizes = new LinkedHashMap<String, Long>();
        final var seen = new HashSet<Long>();
        for (final Tensor tensor : decoder.graph().initializers()) {
            if (tensor instanceof Tensor.External external && seen.add(external.offset())) {
                sizes.put(external.name(), external.length());
            }
        }
        return sizes;
    }

    @Override
    public void close() {
        adapters.close();
        model.close();
    }
}
