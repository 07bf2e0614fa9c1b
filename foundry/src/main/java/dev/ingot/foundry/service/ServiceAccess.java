package dev.ingot.foundry.service;

import dev.ingot.error.InvalidOptionException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the service listens and who may use it. Immutable; start from {@link #DEFAULT}.
 *
 * @param host         address or name to listen at; other machines reach it only if that is not a loopback address
 * @param port         to listen at; 0 for any that is free
 * @param apiKey       that clients have to send, of printable ASCII; empty for none, which only a loopback address may have
 * @param withoutKey   whether other machines may use the service without a key
 * @param allowHosts   names besides the machine's addresses by which clients may call the service
 * @param allowOrigins sites whose pages may use the service from a browser, for example {@code https://example.org};
 *                     {@code *} for all
 */
public record ServiceAccess(String host, int port, Optional<String> apiKey, boolean withoutKey,
        Set<String> allowHosts, Set<String> allowOrigins) {

    /** Port of the service if nobody asks for another. */
    public static final int PORT = 5273;

    /** Only this machine, without a key, and no page of any site. */
    public static final ServiceAccess DEFAULT = new ServiceAccess("127.0.0.1", PORT, Optional.empty(), false,
            Set.of(), Set.of());

    private static final int MOST = 65_535;

    /** What every client sends alike in a header: of other characters some send one encoding and some another. */
    private static final Pattern KEY = Pattern.compile("[!-~]([ -~]*[!-~])?");

    /**
     * Checks the ranges and copies the sets.
     *
     * @throws InvalidOptionException if a value is out of its range
     */
    public ServiceAccess {
        if (port < 0 || port > MOST) {
            throw new InvalidOptionException("port: expected 0 to " + MOST + ", found " + port);
        }
        if (apiKey.filter(key -> !KEY.matcher(key).matches()).isPresent()) {
            throw new InvalidOptionException(
                    "api key: expected printable characters of ASCII without a blank at"
                            + " its beginning or end, found others");
        }
        allowHosts = Set.copyOf(allowHosts);
        allowOrigins = Set.copyOf(allowOrigins);
    }

    /** Keeps the key out of logs. */
    @Override
    public String toString() {
        return "ServiceAccess[" + host + ":" + port
                + (apiKey.isPresent() ? ", with a key" : ", without a key")
                + ", hosts " + allowHosts + ", origins " + allowOrigins + "]";
    }
}
