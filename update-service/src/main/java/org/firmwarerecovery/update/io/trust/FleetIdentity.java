package org.firmwarerecovery.update.io.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.update.negotiation.PeerRole;

/**
 * Who a node is according to its fleet certificate: one DNS name {@code <uuid>.node.firmware-recovery.invalid} and one URI
 * {@code urn:firmwarerecovery:role:...} per role. Reading it proves nothing; {@link FleetTrust} does.
 *
 * @param uuid UUID of the node, lower case
 * @param roles roles the fleet's authority grants, in the order of {@link PeerRole}
 */
public record FleetIdentity(String uuid, List<PeerRole> roles) {
    /** What follows the UUID in host name and SNI of a node. */
    public static final String HOST_SUFFIX = ".node.firmware-recovery.invalid";
    /** What precedes the role in a URI name. */
    public static final String ROLE_PREFIX = "urn:firmwarerecovery:role:";

    private static final String UUID_EXPRESSION = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final Pattern UUID = Pattern.compile(UUID_EXPRESSION);
    private static final Pattern HOST = Pattern.compile("(" + UUID_EXPRESSION + ")" + Pattern.quote(HOST_SUFFIX));
    private static final int SAN_DNS = 2;
    private static final int SAN_URI = 6;

    /** Copies the roles and refuses what is not a lower-case UUID. */
    public FleetIdentity {
        roles = List.copyOf(roles);
        if (!isUuid(uuid)) {
            throw new IllegalArgumentException("not a UUID in lower case: " + uuid);
        }
    }

    /** True for a UUID in the lower-case form used everywhere here. */
    public static boolean isUuid(String text) {
        return UUID.matcher(text).matches();
    }

    /** The host name and SNI under which the node {@code uuid} is spoken to. */
    public static String hostOf(String uuid) {
        return uuid + HOST_SUFFIX;
    }

    /** The UUID in a host name made by {@link #hostOf}; empty for every other name. */
    public static Optional<String> uuidOfHost(String host) {
        Matcher matcher = HOST.matcher(host.toLowerCase(Locale.ROOT));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The URI that stands for {@code role} in a certificate. */
    public static String uriOf(PeerRole role) {
        return ROLE_PREFIX + role.label().toLowerCase(Locale.ROOT);
    }

    /** The identity in {@code certificate}; empty unless there is exactly one node name. Unknown roles are ignored. */
    public static Optional<FleetIdentity> of(X509Certificate certificate) {
        List<String> uuids = new ArrayList<>();
        List<String> uris = new ArrayList<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return Optional.empty();
            }
            for (List<?> name : names) {
                int kind = (Integer) name.get(0);
                if (kind == SAN_DNS) {
                    uuidOfHost((String) name.get(1)).ifPresent(uuids::add);
                } else if (kind == SAN_URI) {
                    uris.add((String) name.get(1));
                }
            }
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
        if (uuids.size() != 1) {
            return Optional.empty();
        }
        List<PeerRole> roles = new ArrayList<>();
        for (PeerRole role : PeerRole.values()) {
            if (uris.contains(uriOf(role))) {
                roles.add(role);
            }
        }
        return Optional.of(new FleetIdentity(uuids.get(0), roles));
    }

    /** The host name and SNI under which this node is spoken to. */
    public String host() {
        return hostOf(uuid);
    }
}
