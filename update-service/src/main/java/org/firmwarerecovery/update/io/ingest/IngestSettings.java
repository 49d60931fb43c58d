package org.firmwarerecovery.update.io.ingest;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.firmwarerecovery.update.io.container.openbmc.SystemKeys;
import org.firmwarerecovery.update.io.web.WebLimits;

/**
 * What an operator may give, and how long fetching it may take.
 *
 * @param schemes the setting {@code update.allowSchemes}: {@code https}, {@code http}
 * @param allowedAddresses the setting {@code update.allowAddresses}: addresses that may be named although they are loopback,
 *     link-local, multicast or unspecified
 * @param imageBytesMax the setting {@code update.maxImageSize}
 * @param uploads folder in which the service leaves uploads
 * @param roots authorities of https servers; empty: those of the Java runtime
 * @param vendorKeys keys of vendors whose tarballs of OpenBMC need no manifest ({@code trust.openbmcKeys}); the verifier of
 *     {@link VerifiedPairs} has to believe the same ones
 * @param within longest fetch as a whole
 * @param web bounds of the connections
 */
public record IngestSettings(
        List<String> schemes,
        Predicate<InetAddress> allowedAddresses,
        long imageBytesMax,
        Path uploads,
        List<X509Certificate> roots,
        SystemKeys vendorKeys,
        Duration within,
        WebLimits web) {
    /** Copies the lists. */
    public IngestSettings {
        schemes = List.copyOf(schemes);
        roots = List.copyOf(roots);
    }
}
