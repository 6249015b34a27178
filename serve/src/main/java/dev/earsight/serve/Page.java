package dev.earsight.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** The page and the API's description, from the program's own files. */
final class Page {
    private static final String FOLDER = "/web/";
    private static final Pattern NAME = Pattern.compile("(?:assets/)?[\\w.-]+");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"));
    /** Nothing but the page's own files, and what it makes of the answers it gets; WebAssembly, which runs networks, but no eval. */
    private static final String POLICY =
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:; media-src 'self' blob:; "
                    + "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String MISSING = """
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><title>Earsight</title>
            <h1>Earsight</h1>
            <p>The server runs, but it was built without its page. Install Node.js 20 or newer and build again:</p>
            <pre>cd web &amp;&amp; npm ci &amp;&amp; npm run build</pre>
            <p>The API is here all the same: <a href="/openapi.yaml">openapi.yaml</a>.</p>
            """;

    private Page() {}

    static Answer start() throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(FOLDER + "index.html")) {
            return html(in == null ? MISSING.getBytes(StandardCharsets.UTF_8) : in.readAllBytes());
        }
    }

    private static Answer html(byte[] bytes) {
        return new Answer.Content(
                "text/html; charset=utf-8",
                bytes,
                Map.of(
                        "Content-Security-Policy", POLICY,
                        "Permissions-Policy", "camera=(self), microphone=(self)",
                        "Cache-Control", "no-cache"));
    }

    /** One of the page's files: only names that could be such a file's are even looked up. */
    static Answer file(String name) throws IOException {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        boolean known = NAME.matcher(name).matches() && !name.contains("..") && TYPES.containsKey(ending);
        try (InputStream in = known ? Page.class.getResourceAsStream(FOLDER + name) : null) {
            if (in == null) {
                throw Problem.notFound("There is no such address here; see /openapi.yaml.");
            }
            String kept = name.startsWith("assets/") // named by their content
                    ? "public, max-age=31536000, immutable"
                    : "no-cache";
            return new Answer.Content(TYPES.getOrDefault(ending, ""), in.readAllBytes(), Map.of("Cache-Control", kept));
        }
    }

    static Answer description() throws IOException {
        try (InputStream in = Page.class.getResourceAsStream("/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is not in the jar");
            }
            return new Answer.Content("application/yaml", in.readAllBytes(), Map.of());
        }
    }
}
