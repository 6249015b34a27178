package dev.earsight.serve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask. A page of another site that a user has open must not reach a server on the user's own machine: not by its origin, and
 * not by a name of its own that leads to this address (DNS rebinding), so names are checked where only loopback is listened at.
 */
final class Guard {
    /** The cookie that browsers show in place of the token, which pictures, videos and WebSockets of a page cannot send. */
    static final String COOKIE = "earsight";

    private static final String TOKEN_PROTOCOL = "token.";
    private static final int MOST_SESSIONS = 1000;

    private final Optional<String> token;
    private final Optional<String> corsOrigin;
    private final Set<String> hosts;
    private final SecureRandom random = new SecureRandom();
    private final Set<String> sessions = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_SESSIONS;
        }
    });

    Guard(ServeOptions options) {
        token = options.token();
        corsOrigin = options.corsOrigin();
        hosts = new HashSet<>();
        if (options.loopbackOnly() || !options.hosts().isEmpty()) {
            hosts.addAll(List.of("localhost", "127.0.0.1", "[::1]", options.bind()));
            options.hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        }
    }

    /**
     * What a request says of where it comes from.
     *
     * @param host it was sent to, with the port
     * @param origin of the page that sends it
     * @param site how that page's site relates to this one, as browsers say
     * @param authorization the token, in a header
     * @param session the cookie that was given for it
     * @param protocols of a WebSocket, which may hold it, too
     */
    record Origin(
            Optional<String> host,
            Optional<String> origin,
            Optional<String> site,
            Optional<String> authorization,
            Optional<String> session,
            Optional<String> protocols) {}

    /** Refuses what does not come from where it may; {@code open} ones need no token. */
    void check(Origin from, boolean open) {
        String host = from.host().orElse("");
        if (!hosts.isEmpty() && !hosts.contains(withoutPort(host))) {
            throw new Problem(
                    Problem.Kind.FORBIDDEN,
                    "This server is not called that; reach it as localhost, or start it with --host NAME.");
        }
        boolean invited = from.origin().isPresent() && from.origin().equals(corsOrigin);
        boolean foreign = from.origin().isPresent()
                ? !authority(from.origin().get()).equals(host.toLowerCase(Locale.ROOT))
                : !open && from.site().equals(Optional.of("cross-site"));
        if (foreign && !invited) {
            throw new Problem(
                    Problem.Kind.FORBIDDEN,
                    "Pages of another origin may not ask this server; start it with --cors ORIGIN to let one.");
        }
        if (!open
                && token.isPresent()
                && !isSession(from.session())
                && !shown(from).map(this::right).orElse(false)) {
            throw new Problem(Problem.Kind.UNAUTHORIZED, "Show the server's token: Authorization: Bearer TOKEN.");
        }
    }

    /** What is answered to one who has shown the token: a cookie that ends with the server. */
    Answer signIn() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String session = HexFormat.of().formatHex(bytes);
        synchronized (sessions) {
            sessions.add(session);
        }
        return new Answer.Nothing(Map.of("Set-Cookie", COOKIE + "=" + session + "; Path=/; HttpOnly; SameSite=Strict"));
    }

    private boolean isSession(Optional<String> cookie) {
        synchronized (sessions) {
            return cookie.map(sessions::contains).orElse(false);
        }
    }

    /** Headers that let the invited origin's pages read an answer. */
    Map<String, String> corsHeaders(Optional<String> origin) {
        return origin.isPresent() && origin.equals(corsOrigin)
                ? Map.of("Access-Control-Allow-Origin", origin.get(), "Vary", "Origin")
                : Map.of();
    }

    private static Optional<String> shown(Origin from) {
        return from.authorization()
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip())
                .or(() -> from.protocols().flatMap(Guard::ofProtocols));
    }

    private static Optional<String> ofProtocols(String protocols) {
        return Arrays.stream(protocols.split(",", -1))
                .map(String::strip)
                .filter(protocol -> protocol.startsWith(TOKEN_PROTOCOL))
                .findFirst()
                .flatMap(protocol -> {
                    try {
                        return Optional.of(new String(
                                Base64.getUrlDecoder().decode(protocol.substring(TOKEN_PROTOCOL.length())),
                                StandardCharsets.UTF_8));
                    } catch (IllegalArgumentException e) {
                        return Optional.empty();
                    }
                });
    }

    /** Takes as long whatever is wrong with it. */
    private boolean right(String shown) {
        return MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8), token.orElseThrow().getBytes(StandardCharsets.UTF_8));
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    }

    private static String authority(String origin) {
        return origin.replaceFirst("^[a-z]+://", "").toLowerCase(Locale.ROOT);
    }
}
