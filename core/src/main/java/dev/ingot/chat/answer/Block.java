package dev.ingot.chat.answer;

import java.util.List;

/** What a reader found. */
sealed interface Block {

    /** Calls of tools. */
    record Calls(List<CallText> calls) implements Block {}

    /** The beginning of reasoning; it goes on until one of its ends, or up to what begins something else. */
    record Thought(List<String> ends, List<String> stops) implements Block {}

    /** The beginning of content that a tag ends. */
    record Envelope(String end) implements Block {}

    /** A tag that only separates content. */
    record Mark() implements Block {}
}
