package org.firmwarerecovery.update.recovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.policy.Candidate;
import org.firmwarerecovery.update.text.BrokenTextException;
import org.firmwarerecovery.update.text.Fields;
import org.firmwarerecovery.update.text.PeerText;
import org.firmwarerecovery.update.text.StrictJson;
import org.firmwarerecovery.update.version.VersionScheme;
import org.jspecify.annotations.Nullable;

/** A candidate as part of a recovery's text: why this donor, and why not the others. */
final class CandidateText {
    private CandidateText() {}

    static void put(ObjectNode node, Candidate candidate) {
        PeerText.put(node, "peer", candidate.peer());
        node.put("phase", candidate.phase().name())
                .put("answerMillis", candidate.answerMillis())
                .put("retries", candidate.retries())
                .put("reason", Fields.cut(candidate.reason()));
        DonorImage image = candidate.image();
        if (image == null) {
            node.putNull("image");
        } else {
            node.putObject("image")
                    .put("softwareId", Fields.cut(image.softwareId()))
                    .put("version", image.version() == null ? null : Fields.cut(image.version()))
                    .put("scheme", image.versionScheme().label())
                    .put("securityVersion", image.securityVersion())
                    .put("manifest", image.manifestDigest().toString())
                    .put("size", image.size())
                    .put("donates", image.donates());
        }
        Offer offer = candidate.offer();
        if (offer == null) {
            node.putNull("offer");
        } else {
            ObjectNode made = node.putObject("offer")
                    .put("path", offer.path())
                    .put("requestId", offer.requestId())
                    .put("slotsUsed", offer.slotsUsed())
                    .put("slots", offer.slots())
                    .put("validMillis", offer.validMillis())
                    .put("machine", offer.machine() == null ? null : Fields.cut(offer.machine()));
            StrictJson.texts(
                    made, "roles", offer.roles().stream().map(PeerRole::label).toList());
        }
    }

    static Candidate read(Fields node) throws BrokenTextException {
        PeerRef peer = PeerText.read(node, "peer");
        DonorImage image = image(node.objectOrNull("image"));
        Fields made = node.objectOrNull("offer");
        if (made != null && image == null) {
            throw node.broken("offer", "needs an image");
        }
        Candidate candidate = new Candidate(
                peer,
                node.one("phase", Candidate.Phase.values(), Candidate.Phase::name),
                image,
                made == null || image == null ? null : offer(made, image),
                node.number("answerMillis", -1, Long.MAX_VALUE),
                (int) node.number("retries", 0, Integer.MAX_VALUE),
                node.text("reason"));
        node.end();
        return candidate;
    }

    private static @Nullable DonorImage image(@Nullable Fields node) throws BrokenTextException {
        if (node == null) {
            return null;
        }
        DonorImage image = new DonorImage(
                node.text("softwareId"),
                node.textOrNull("version"),
                VersionScheme.of(node.text("scheme")),
                node.number("securityVersion", Long.MIN_VALUE, Long.MAX_VALUE),
                node.digest("manifest"),
                node.number("size", Long.MIN_VALUE, Long.MAX_VALUE),
                node.flag("donates"));
        node.end();
        return image;
    }

    private static Offer offer(Fields node, DonorImage image) throws BrokenTextException {
        Offer offer = new Offer(
                node.longText("path"),
                node.longText("requestId"),
                image,
                roles(node),
                (int) node.number("slotsUsed", Integer.MIN_VALUE, Integer.MAX_VALUE),
                (int) node.number("slots", Integer.MIN_VALUE, Integer.MAX_VALUE),
                node.number("validMillis", Long.MIN_VALUE, Long.MAX_VALUE),
                node.textOrNull("machine"));
        node.end();
        return offer;
    }

    private static List<PeerRole> roles(Fields node) throws BrokenTextException {
        List<PeerRole> roles = new ArrayList<>();
        for (String label : node.texts("roles", PeerRole.values().length)) {
            Optional<PeerRole> role = List.of(PeerRole.values()).stream()
                    .filter(one -> one.label().equals(label))
                    .findFirst();
            roles.add(role.orElseThrow(() -> node.broken("roles", "has an unknown role")));
        }
        return roles;
    }
}
