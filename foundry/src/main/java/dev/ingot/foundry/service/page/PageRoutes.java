package dev.ingot.foundry.service.page;

import dev.ingot.foundry.service.guard.Access;
import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page and its files. It holds nothing of the service's and so asks for no key; what it shows, it asks the service for as any
 * client does. Nothing comes from elsewhere, and no script but its own can run in it.
 */
public final class PageRoutes {

    private static final String INDEX = "index.html";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, String> TYPES = Map.of(INDEX, "text/html; charset=utf-8", "page.css",
            "text/css; charset=utf-8", "icon.svg", "image/svg+xml", "app.js", SCRIPT, "api.js", SCRIPT,
            "turn.js", SCRIPT, "figures.js", SCRIPT);
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, byte[]> files = new HashMap<>();

    private PageRoutes() {
        TYPES.keySet().forEach(name -> files.put(name, read(name)));
    }

    /**
     * Adds the paths.
     *
     * @param routes to add to
     */
    public static void add(final Routes routes) {
        final var page = new PageRoutes();
        routes.add("GET /", Access.PAGE, call -> page.reply(call, INDEX));
        routes.add("GET /page/{file}", Access.PAGE, call -> page.reply(call, call.segment("file")));
    }

    private static byte[] read(final String name) {
        try (@Nullable
        InputStream file = PageRoutes.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("no " + name + " beside " + PageRoutes.class);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void reply(final Call call, final String name) throws IOException {
        final byte[] content = files.get(name);
        final String type = TYPES.get(name);
        if (content == null || type == null) {
            throw HttpFailure.of(404, "no file of the page is called " + name);
        }
        call.replyHeader("Content-Security-Policy", POLICY);
        call.reply(200, type, content);
    }
}
