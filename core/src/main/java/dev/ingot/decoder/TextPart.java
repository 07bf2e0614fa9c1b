package dev.ingot.decoder;

import dev.ingot.decoder.CheckpointLayout.Part;
import dev.ingot.hf.Weights;
import java.util.List;

/** Where the text model lies in the checkpoint of a multimodal one: behind a prefix that depends on its age. */
final class TextPart {

    private static final String MODEL = "model.";
    private static final String OLDER = "language_model.";
    private static final String NEWER = "model.language_model.";
    private static final String EMBEDDING = "embed_tokens.weight";

    private TextPart() {}

    /** Returns the layout of the text model; that of a checkpoint with nothing else in it is the common one. */
    static CheckpointLayout of(final Weights checkpoint) {
        if (checkpoint.has(OLDER + MODEL + EMBEDDING)) {
            return name -> List.of(Part.whole(OLDER + name));
        }
        if (checkpoint.has(NEWER + EMBEDDING)) {
            return name -> List.of(Part.whole(
                    name.startsWith(MODEL) ? NEWER + name.substring(MODEL.length()) : name));
        }
        return CheckpointLayout.COMMON;
    }
}
