package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.redfish.oem.RequestImageBody;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.TransferMode;
import org.jspecify.annotations.Nullable;

/** Reads what a peer asks for; bad parameters are the peer's fault and told as such. */
final class PeerRequests {
    private static final String ACTION = "RequestImage";
    private static final Pattern NONCE = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final int TEXT_LENGTH_MAX = 256;

    private PeerRequests() {}

    /** The request in the machines' words. */
    static ImageRequest image(RequestImageBody body) {
        String nonce =
                text(body.requestId(), "RequestId").toLowerCase(Locale.ROOT).replace("-", "");
        if (!NONCE.matcher(nonce).matches()) {
            throw format(nonce, "RequestId");
        }
        long floor = body.minimumSecurityVersion().orElse(0L);
        if (floor < 0) {
            throw new RedfishException(
                    400,
                    BaseMessages.actionParameterValueOutOfRange(
                            Long.toString(floor), "MinimumSecurityVersion", ACTION));
        }
        return new ImageRequest(
                nonce,
                text(body.softwareId(), "SoftwareId"),
                optional(body.machine(), "Machine"),
                body.reason().isPresent() ? text(body.reason(), "Reason") : "",
                floor,
                digest(body.manifestDigest()),
                body.transferModes().orElse(List.of(TransferMode.PULL.label())).stream()
                        .map(PeerRequests::mode)
                        .distinct()
                        .toList());
    }

    private static TransferMode mode(String label) {
        for (TransferMode mode : TransferMode.values()) {
            if (mode.label().equals(label)) {
                return mode;
            }
        }
        throw new RedfishException(400, BaseMessages.actionParameterValueNotInList(label, "TransferModes", ACTION));
    }

    private static @Nullable Digest digest(Field<String> field) {
        String hex = field.toOptional().orElse("").toLowerCase(Locale.ROOT);
        if (hex.isEmpty()) {
            return null;
        }
        if (!SHA_256.matcher(hex).matches()) {
            throw format(hex, "ManifestDigest");
        }
        return Digest.sha256(hex);
    }

    private static @Nullable String optional(Field<String> field, String name) {
        return field.toOptional().isPresent() ? text(field, name) : null;
    }

    private static String text(Field<String> field, String name) {
        String value = field.toOptional()
                .orElseThrow(() -> new RedfishException(400, BaseMessages.actionParameterMissing(ACTION, name)));
        if (value.isBlank() || value.length() > TEXT_LENGTH_MAX) {
            throw format(value, name);
        }
        return value;
    }

    private static RedfishException format(String value, String name) {
        String shown = value.length() > TEXT_LENGTH_MAX ? value.substring(0, TEXT_LENGTH_MAX) : value;
        return new RedfishException(400, BaseMessages.actionParameterValueFormatError(shown, name, ACTION));
    }
}
