package org.firmwarerecovery.service.event;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.util.Optional;
import java.util.TreeMap;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.jspecify.annotations.Nullable;

/** Subscriptions and the settings of the EventService as they are stored: JSON with a format version. */
final class SubscriptionText {
    private static final int FORMAT_VERSION = 1;

    private SubscriptionText() {}

    private record Stored(
            int formatVersion,
            String id,
            @Nullable String owner,
            String destination,
            String context,
            TreeMap<String, String> headers,
            Subscription.RetryPolicy policy,
            boolean verifyCertificate,
            EventFilter filter,
            boolean suspended) {}

    private record StoredSettings(int formatVersion, boolean enabled, int retryAttempts, int retryIntervalSeconds) {}

    static byte[] write(Subscription it) {
        return RedfishMapper.bytes(new Stored(
                FORMAT_VERSION,
                it.id(),
                it.owner(),
                it.destination(),
                it.context(),
                new TreeMap<>(it.headers()),
                it.policy(),
                it.verifyCertificate(),
                it.filter(),
                it.suspended()));
    }

    static byte[] write(DeliverySettings it) {
        return RedfishMapper.bytes(
                new StoredSettings(FORMAT_VERSION, it.enabled(), it.retryAttempts(), it.retryIntervalSeconds()));
    }

    /**
     * The subscription in these bytes; empty when they make no sense.
     *
     * @throws NewerFormatException when a newer program wrote them
     */
    static Optional<Subscription> read(byte[] bytes) throws IOException {
        try {
            FormatVersion.require(bytes, "an event subscription", FORMAT_VERSION);
            Stored it = RedfishMapper.lenient().readValue(bytes, Stored.class);
            return Optional.of(new Subscription(
                    it.id(),
                    it.owner(),
                    it.destination(),
                    it.context(),
                    it.headers(),
                    it.policy(),
                    it.verifyCertificate(),
                    it.filter(),
                    it.suspended()));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    static DeliverySettings readSettings(byte[] bytes) throws IOException {
        try {
            FormatVersion.require(bytes, "the settings of events", FORMAT_VERSION);
            StoredSettings it = RedfishMapper.lenient().readValue(bytes, StoredSettings.class);
            return new DeliverySettings(it.enabled(), it.retryAttempts(), it.retryIntervalSeconds());
        } catch (JacksonException e) {
            return DeliverySettings.defaults();
        }
    }
}
