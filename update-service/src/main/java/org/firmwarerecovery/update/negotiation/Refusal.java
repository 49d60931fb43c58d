package org.firmwarerecovery.update.negotiation;

import java.time.Duration;
import java.util.List;

/** Why a donor does not give an image: an expected outcome with its facts, one message of our registry each. */
public sealed interface Refusal {
    /** HTTP status the donor answers with. */
    int status();

    /** Key in the registry {@code FirmwareRecovery.1.0}. */
    String messageKey();

    /** Arguments of that message. */
    List<String> messageArgs();

    /** Nothing here runs on that hardware, or is at or above the asked security version. */
    record NoCompatibleImage(String softwareId) implements Refusal {
        @Override
        public int status() {
            return 404;
        }

        @Override
        public String messageKey() {
            return "NoCompatibleImage";
        }

        @Override
        public List<String> messageArgs() {
            return List.of(softwareId);
        }
    }

    /** There is such an image, but it may not be given away yet. */
    record NotEligible(String softwareId, String why) implements Refusal {
        @Override
        public int status() {
            return 409;
        }

        @Override
        public String messageKey() {
            return "NotEligible";
        }

        @Override
        public List<String> messageArgs() {
            return List.of(softwareId, why);
        }
    }

    /** The operator's policy forbids it. */
    record PolicyRefused(String why) implements Refusal {
        @Override
        public int status() {
            return 403;
        }

        @Override
        public String messageKey() {
            return "PolicyRefused";
        }

        @Override
        public List<String> messageArgs() {
            return List.of(why);
        }
    }

    /** All slots are taken; worth another try after {@code retryAfter}. */
    record DonorBusy(Duration retryAfter) implements Refusal {
        @Override
        public int status() {
            return 503;
        }

        @Override
        public String messageKey() {
            return "DonorBusy";
        }

        @Override
        public List<String> messageArgs() {
            return List.of(Long.toString(retryAfter.toSeconds()));
        }
    }

    /** The offer is gone: expired, released or never made to this peer. */
    record OfferExpired(String offerId) implements Refusal {
        @Override
        public int status() {
            return 404;
        }

        @Override
        public String messageKey() {
            return "OfferExpired";
        }

        @Override
        public List<String> messageArgs() {
            return List.of(offerId);
        }
    }

    /** The peer did not answer, or not as a donor does; made by the recipient's own client. */
    record Unusable(String why) implements Refusal {
        @Override
        public int status() {
            return 502;
        }

        @Override
        public String messageKey() {
            return "DonorDropped";
        }

        @Override
        public List<String> messageArgs() {
            return List.of(why);
        }

        @Override
        public String text() {
            return why;
        }
    }

    /** The peer's certificate does not belong to the fleet; made by the recipient's own client. */
    record DonorNotTrusted(String peer, String why) implements Refusal {
        @Override
        public int status() {
            return 403;
        }

        @Override
        public String messageKey() {
            return "DonorNotTrusted";
        }

        @Override
        public List<String> messageArgs() {
            return List.of(peer, why);
        }
    }

    /** The reason as it stands in records and logs: the key, then its facts. */
    default String text() {
        return messageKey() + ": " + String.join("; ", messageArgs());
    }
}
