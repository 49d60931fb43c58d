package org.firmwarerecovery.update.io.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.version.VersionScheme;
import org.jspecify.annotations.Nullable;

/**
 * The images in a peer's SoftwareInventory members: standard properties plus {@code Oem.FirmwareRecovery}. A member without a
 * manifest digest, or in another state than Good, names no image that could be had. The same image in several banks counts
 * once, and as donated when any of them is.
 */
final class InventoryAnswer {
    private static final String GOOD = "Good";
    // The size is standard only since SoftwareInventory 1.13; the offer has to name it in any case.
    private static final long SIZE_NOT_TOLD = 1;

    private final String softwareId;
    private final LinkedHashMap<Digest, DonorImage> images = new LinkedHashMap<>();

    InventoryAnswer(String softwareId) {
        this.softwareId = softwareId;
    }

    /** Takes one member; those for other software are passed over, so that they cannot crowd out what is asked for. */
    void take(JsonNode member) {
        DonorImage image = image(member);
        if (image == null || images.size() >= DonorInventory.IMAGES_MAX) {
            return;
        }
        images.merge(image.manifestDigest(), image, (known, more) -> known.donates() ? known : more);
    }

    List<DonorImage> images() {
        return new ArrayList<>(images.values());
    }

    private @Nullable DonorImage image(JsonNode member) {
        JsonNode ours = member.path("Oem").path("FirmwareRecovery");
        Digest manifest = PeerJson.digest(ours, "ManifestDigest");
        String state = PeerJson.text(ours, "State");
        if (manifest == null || !softwareId.equals(PeerJson.text(member, "SoftwareId"))) {
            return null;
        }
        if (state != null && !state.equals(GOOD)) {
            return null;
        }
        return new DonorImage(
                softwareId,
                PeerJson.text(member, "Version"),
                scheme(ours, member),
                PeerJson.number(ours, "SecurityVersion", 0),
                manifest,
                Math.max(SIZE_NOT_TOLD, PeerJson.number(member, "SizeBytes", SIZE_NOT_TOLD)),
                ours.path("Donates").asBoolean(false));
    }

    static VersionScheme scheme(JsonNode... places) {
        for (JsonNode place : places) {
            String scheme = PeerJson.text(place, "VersionScheme");
            if (scheme != null) {
                return VersionScheme.of(scheme);
            }
        }
        return VersionScheme.OPAQUE;
    }
}
