package dev.ingot.genai;

import dev.ingot.error.UnsupportedModelException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of keys and values in a graph, found as templates: names that differ in one number, the layer.
 *
 * @param key    template of the keys
 * @param value  template of the values
 * @param layers number of layers
 */
record CacheNames(String key, String value, int layers) {

    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d+)(\\D*)");
    private static final Pattern KEY = Pattern.compile("(^|[._])(key|k)([._]|$)");

    /**
     * Finds the two templates.
     *
     * @param file  the graph, for messages
     * @param what  past or present
     * @param names of inputs or outputs
     */
    static CacheNames find(final Path file, final String what, final Collection<String> names) {
        final var layers = new TreeMap<String, Set<Integer>>();
        for (final String name : names) {
            final Matcher matcher = NUMBERED.matcher(name);
            if (name.startsWith(what) && matcher.matches()) {
                layers.computeIfAbsent(matcher.group(1) + "%d" + matcher.group(3), key -> new TreeSet<>())
                        .add(Integer.parseInt(matcher.group(2)));
            }
        }
        final Optional<String> key = layers.keySet().stream().filter(CacheNames::isKey).findFirst();
        final Optional<String> value = layers.keySet().stream().filter(it -> !isKey(it))
                .findFirst();
        final Set<Integer> keys = key.map(layers::get).orElse(Set.of());
        final Set<Integer> values = value.map(layers::get).orElse(Set.of());
        if (layers.size() != 2 || key.isEmpty() || value.isEmpty() || !keys.equals(values)
                || !isComplete(keys)) {
            throw new UnsupportedModelException(
                    file + ": expected keys and values of every layer, called like "
                            + what + ".%d.key and " + what + ".%d.value, found " + names);
        }
        return new CacheNames(key.get(), value.get(), keys.size());
    }

    /** What stands behind the number decides, if it is a word: past_key_values.0.value. */
    private static boolean isKey(final String template) {
        final int number = template.indexOf("%d");
        final String behind = template.substring(number);
        return KEY.matcher(behind.length() > 3 ? behind : template.substring(0, number)).find();
    }

    private static boolean isComplete(final Set<Integer> numbers) {
        int expected = 0;
        for (final int number : numbers) {
            if (number != expected) {
                return false;
            }
            expected++;
        }
        return true;
    }
}
