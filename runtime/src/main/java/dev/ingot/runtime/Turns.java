package dev.ingot.runtime;

import dev.ingot.chat.Message;
import dev.ingot.error.InvalidOptionException;
import java.util.List;
import java.util.stream.IntStream;

/** The turns of a conversation: each begins with a message of the user. */
final class Turns {

    private Turns() {}

    /** Returns where turns begin. */
    static List<Integer> begins(final List<Message> messages) {
        return IntStream.range(0, messages.size()).filter(i -> messages.get(i).role().equals("user")).boxed()
                .toList();
    }

    /** Returns how many messages of the system a conversation begins with. */
    static int system(final List<Message> messages) {
        int count = 0;
        while (count < messages.size() && isOfSystem(messages.get(count).role())) {
            count++;
        }
        return count;
    }

    private static boolean isOfSystem(final String role) {
        return role.equals("system") || role.equals("developer");
    }

    /** Returns how many messages come before the last turns. */
    static int before(final List<Message> messages, final int last) {
        final List<Integer> begins = begins(messages);
        if (last < 0 || last > begins.size()) {
            throw new InvalidOptionException(
                    "turns to take back: expected 0 to " + begins.size() + ", found " + last);
        }
        return last == 0 ? messages.size() : begins.get(begins.size() - last);
    }
}
