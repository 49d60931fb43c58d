package org.firmwarerecovery.update.io.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A donor's refusal, read from status and MessageId. The key must belong to the status that the design gives it, so that a
 * proxy's 503 is not taken for a busy donor by chance, nor a foreign service's 404 for a donor without the image.
 */
final class RefusalAnswer {
    private static final String REGISTRY = "FirmwareRecovery.";
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");
    private static final long RETRY_SECONDS = 30;
    private static final int MESSAGES_MAX = 16;

    private RefusalAnswer() {}

    /**
     * The refusal in an answer that is no success.
     *
     * @param body possibly empty, possibly not JSON
     * @param subject SoftwareId or offer id that the request was about
     */
    static Refusal of(int status, byte[] body, @Nullable String retryAfter, String subject, PeerLimits limits) {
        for (JsonNode message : messages(body)) {
            String id = PeerJson.text(message, "MessageId");
            if (id == null || !id.startsWith(REGISTRY)) {
                continue;
            }
            Refusal refusal =
                    refusal(status, id.substring(id.lastIndexOf('.') + 1), message, retryAfter, subject, limits);
            if (refusal != null) {
                return refusal;
            }
        }
        return new Refusal.Unusable("it answered " + status);
    }

    private static @Nullable Refusal refusal(
            int status, String key, JsonNode message, @Nullable String retryAfter, String subject, PeerLimits limits) {
        if (status == 404 && key.equals("NoCompatibleImage")) {
            return new Refusal.NoCompatibleImage(subject);
        }
        if (status == 404 && key.equals("OfferExpired")) {
            return new Refusal.OfferExpired(subject);
        }
        if (status == 409 && key.equals("NotEligible")) {
            return new Refusal.NotEligible(subject, arg(message, 1));
        }
        if (status == 403 && key.equals("PolicyRefused")) {
            return new Refusal.PolicyRefused(arg(message, 0));
        }
        if (status == 503 && key.equals("DonorBusy")) {
            return new Refusal.DonorBusy(after(retryAfter, limits));
        }
        return null;
    }

    private static Duration after(@Nullable String retryAfter, PeerLimits limits) {
        boolean number = retryAfter != null && SECONDS.matcher(retryAfter).matches();
        long seconds = number ? Long.parseLong(retryAfter) : RETRY_SECONDS;
        return Duration.ofSeconds(
                Math.max(1, Math.min(seconds, limits.retryAfterMax().toSeconds())));
    }

    private static String arg(JsonNode message, int index) {
        JsonNode args = message.path("MessageArgs");
        JsonNode arg = args.path(index);
        String text = arg.isTextual() ? arg.textValue() : "";
        String printable = text.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .limit(PeerJson.TEXT_LENGTH_MAX)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return printable.isEmpty() ? "no reason given" : printable;
    }

    private static List<JsonNode> messages(byte[] body) {
        List<JsonNode> messages = new ArrayList<>();
        try {
            for (JsonNode message : PeerJson.object(body).path("error").path("@Message.ExtendedInfo")) {
                if (messages.size() < MESSAGES_MAX) {
                    messages.add(message);
                }
            }
        } catch (IOException e) {
            // Not a Redfish error body; the status alone tells what there is to tell.
            return List.of();
        }
        return messages;
    }
}
