package org.firmwarerecovery.update.manifest;

import java.util.Optional;
import java.util.stream.Collectors;
import org.firmwarerecovery.update.manifest.Manifest.Payload;
import org.firmwarerecovery.update.version.Comparison;
import org.firmwarerecovery.update.version.VersionOrder;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a signed manifest is eligible for a component. The order is fixed, so that the same image is always
 * refused for the same reason: compatibility, floor, quarantine, payload, sizes, then the rules about older versions.
 */
public final class ManifestCheck {
    private ManifestCheck() {}

    /** The first reason against {@code offered}; empty if it is eligible. Eligible is not wanted: that is the baseline's. */
    public static Optional<Rejection> check(SignedManifest offered, Eligibility demands) {
        return compatible(offered.manifest(), demands)
                .or(() -> floor(offered, demands))
                .or(() -> quarantine(offered, demands))
                .or(() -> sizes(offered.manifest(), demands))
                .or(() -> versions(offered.manifest(), demands));
    }

    private static Optional<Rejection> compatible(Manifest offered, Eligibility demands) {
        if (!offered.isCompatibleWith(demands.softwareId(), demands.machine())) {
            String found =
                    offered.compatible().stream().map(Object::toString).limit(4).collect(Collectors.joining(", "));
            return Optional.of(new Rejection.NotCompatible(found, name(demands.softwareId(), demands.machine())));
        }
        String made = offered.manufacturer();
        String wanted = demands.manufacturer();
        if (made != null && wanted != null && !made.equals(wanted)) {
            return Optional.of(new Rejection.NotCompatible(
                    demands.softwareId() + " by " + made, demands.softwareId() + " by " + wanted));
        }
        return Optional.empty();
    }

    private static String name(String softwareId, @Nullable String machine) {
        return machine == null ? softwareId : softwareId + " on " + machine;
    }

    private static Optional<Rejection> floor(SignedManifest offered, Eligibility demands) {
        return offered.securityVersion() < demands.floor()
                ? Optional.of(new Rejection.BelowFloor(offered.securityVersion(), demands.floor()))
                : Optional.empty();
    }

    private static Optional<Rejection> quarantine(SignedManifest offered, Eligibility demands) {
        return demands.quarantined().contains(offered.digest())
                ? Optional.of(new Rejection.ManifestQuarantined(offered.digest()))
                : Optional.empty();
    }

    private static Optional<Rejection> sizes(Manifest offered, Eligibility demands) {
        if (offered.image().size() > demands.imageSizeMax()) {
            return Optional.of(new Rejection.ImageTooLarge(offered.image().size(), demands.imageSizeMax()));
        }
        Optional<Payload> payload = offered.payloadFor(demands.softwareId(), demands.component());
        if (payload.isEmpty()) {
            return Optional.of(new Rejection.NotCompatible(
                    offered.container() + " image without a payload for it",
                    name(demands.softwareId(), demands.machine())));
        }
        long end = payload.get().bankOffset() + payload.get().size();
        return end > demands.bankSize()
                ? Optional.of(new Rejection.ImageTooLarge(end, demands.bankSize()))
                : Optional.empty();
    }

    private static Optional<Rejection> versions(Manifest offered, Eligibility demands) {
        Manifest installed = demands.installed();
        if (installed == null) {
            return Optional.empty();
        }
        Comparison order = VersionOrder.compare(offered.versionClaim(), installed.versionClaim());
        boolean refused = switch (demands.versions()) {
            case ANY -> false;
            case NOT_OLDER -> order.isLess();
            case KNOWN_NOT_OLDER -> order.isLess() || !order.isOrdered();
        };
        if (refused) {
            return Optional.of(new Rejection.DowngradeRefused(installed.version(), offered.version()));
        }
        String lowest = installed.lowestSupportedVersion();
        if (lowest != null
                && installed.scheme() == offered.scheme()
                && VersionOrder.compare(offered.scheme(), offered.version(), lowest)
                        .isLess()) {
            return Optional.of(new Rejection.BelowLowestSupported(offered.version(), lowest));
        }
        return Optional.empty();
    }
}
