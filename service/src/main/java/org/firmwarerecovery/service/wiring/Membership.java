package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.firmwarerecovery.discovery.core.FleetKey;
import org.firmwarerecovery.redfish.oem.FleetSummary;
import org.firmwarerecovery.service.cli.StartRefusedException;
import org.firmwarerecovery.service.config.NodeConfiguration;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.FleetAuthority;
import org.firmwarerecovery.update.io.trust.FleetIdentity;
import org.firmwarerecovery.update.io.trust.FleetTrust;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.jspecify.annotations.Nullable;

/**
 * The fleet this node belongs to. Without a fleet CA there is none, and peers are off, not open.
 *
 * @param trust whom it believes to be a peer, null without a fleet
 * @param identity its own key and certificate, null without a fleet
 * @param fleetKey the secret of searches, null without one
 */
record Membership(
        @Nullable FleetTrust trust,
        @Nullable KeyMaterial identity,
        @Nullable FleetKey fleetKey) {
    /** Reads what the configuration names. */
    static Membership read(NodeConfiguration.Trust trust, ClockRule clock) throws IOException {
        Optional<Path> authority = trust.fleetCa();
        if (authority.isEmpty() || trust.certificate().isEmpty() || trust.key().isEmpty()) {
            return new Membership(null, null, null);
        }
        FleetKey key = trust.fleetKey().isEmpty()
                ? null
                : FleetKey.of(FleetAuthority.readFleetKey(trust.fleetKey().get()));
        return new Membership(
                FleetTrust.ofFile(authority.get(), clock),
                KeyMaterial.read(trust.certificate().get(), trust.key().get()),
                key);
    }

    /** The UUID in the node's own certificate. */
    Optional<UUID> uuid() throws StartRefusedException {
        KeyMaterial own = identity;
        if (own == null) {
            return Optional.empty();
        }
        Optional<FleetIdentity> certified = FleetIdentity.of(own.certificate());
        if (certified.isEmpty()) {
            throw new StartRefusedException(
                    List.of("trust.certificate: it names no node of a fleet: enroll the node with 'fleet enroll'"));
        }
        return certified.map(identityOf -> UUID.fromString(identityOf.uuid().toLowerCase(Locale.ROOT)));
    }

    /** What Redfish shows of it. */
    FleetSummary summary(boolean multicast) {
        KeyMaterial own = identity;
        FleetSummary.Builder summary =
                FleetSummary.builder().enabled(trust != null).multicastSearchEnabled(multicast);
        if (own != null) {
            X509Certificate certificate = own.certificate();
            summary.certificateValidNotAfter(certificate.getNotAfter().toInstant());
        }
        return summary.build();
    }
}
