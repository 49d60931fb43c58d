package org.firmwarerecovery.update.io.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.web.AnswerException;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.jspecify.annotations.Nullable;

/** Offers and grants in the words of {@code FirmwareOffer.v1_0_0}, checked against what was asked. */
final class OfferAnswer {
    private static final String OFFERS = "/redfish/v1/UpdateService/Oem/FirmwareRecovery/Offers/";
    private static final long MILLIS = 1000;
    private static final long VALID_SECONDS = 30;
    private static final long LEASE_SECONDS = 60;
    private static final long SECONDS_MAX = 24 * 3600;
    private static final int SLOTS_MAX = 10_000;

    private OfferAnswer() {}

    /** The path of an offer in {@code Location}, which must stand where offers stand. */
    static String path(@Nullable String location, PeerLimits limits) throws AnswerException {
        String path = PeerPath.of(location, "Location of the offer", limits.pathLengthMax());
        if (!path.startsWith(OFFERS) || path.indexOf('/', OFFERS.length()) >= 0) {
            throw new AnswerException("the Location is not that of an offer");
        }
        return path;
    }

    static Offer offer(String path, JsonNode body, ImageRequest request, List<PeerRole> roles) throws AnswerException {
        String requestId = PeerJson.required(body, "RequestId");
        String softwareId = PeerJson.required(body, "SoftwareId");
        Digest manifest = PeerJson.digest(body, "ManifestDigest");
        long size = PeerJson.number(body, "SizeBytes", 0);
        if (!requestId.equalsIgnoreCase(request.requestId())) {
            throw new AnswerException("the offer answers another request");
        }
        if (!softwareId.equals(request.softwareId())) {
            throw new AnswerException("the offer is for other software");
        }
        if (manifest == null
                || (request.manifestDigest() != null
                        && !request.manifestDigest().equals(manifest))) {
            throw new AnswerException("the offer is not for the manifest that was asked for");
        }
        if (size <= 0) {
            throw new AnswerException("the offer does not tell the size of the image");
        }
        JsonNode load = body.path("Load");
        DonorImage image = new DonorImage(
                softwareId,
                PeerJson.text(body, "Version"),
                InventoryAnswer.scheme(body),
                PeerJson.number(body, "SecurityVersion", 0),
                manifest,
                size,
                true);
        return new Offer(
                path,
                request.requestId(),
                image,
                roles,
                (int) Math.min(SLOTS_MAX, PeerJson.number(load, "SlotsUsed", 0)),
                (int) Math.min(SLOTS_MAX, PeerJson.number(load, "Slots", 1)),
                seconds(body, "ValidSeconds", VALID_SECONDS) * MILLIS,
                PeerJson.text(body, "Machine"));
    }

    static Grant grant(String offerPath, JsonNode body, PeerLimits limits) throws AnswerException {
        return new Grant(
                offerPath,
                PeerPath.of(PeerJson.text(body, "ImageUri"), "ImageUri", limits.pathLengthMax()),
                PeerPath.of(PeerJson.text(body, "ManifestUri"), "ManifestUri", limits.pathLengthMax()),
                PeerPath.of(PeerJson.text(body, "SignatureUri"), "SignatureUri", limits.pathLengthMax()),
                PeerJson.required(body, "Username"),
                PeerJson.required(body, "Password"),
                seconds(body, "LeaseSeconds", LEASE_SECONDS) * MILLIS);
    }

    private static long seconds(JsonNode body, String name, long otherwise) {
        return Math.min(SECONDS_MAX, PeerJson.number(body, name, otherwise));
    }
}
