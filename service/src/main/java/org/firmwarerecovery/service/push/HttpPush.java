package org.firmwarerecovery.service.push;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.firmwarerecovery.service.event.DeliveryEffect;
import org.firmwarerecovery.service.event.EventHub;
import org.firmwarerecovery.service.event.Subscription;
import org.firmwarerecovery.update.io.ingest.AddressRule;
import org.firmwarerecovery.update.io.ingest.RemoteImage;
import org.firmwarerecovery.update.io.ingest.WebTrust;
import org.firmwarerecovery.update.io.web.AnswerException;
import org.firmwarerecovery.update.io.web.Deadlines;
import org.firmwarerecovery.update.io.web.Exchange;
import org.firmwarerecovery.update.io.web.WebClient;
import org.firmwarerecovery.update.io.web.WebLimits;
import org.firmwarerecovery.update.io.work.StopSignal;

/**
 * POSTs events and metric reports. The receiver's name is looked up for each delivery and its address judged by {@code events.allowAddresses};
 * redirects are not followed; whatever it answers beside its status is not read. Thread-safe.
 */
public final class HttpPush implements EventHub.Push, AutoCloseable {
    /** Schemes of receivers. */
    public static final List<String> SCHEMES = List.of("https", "http");

    private static final Duration WITHIN = Duration.ofSeconds(15);
    private static final WebLimits LIMITS = WebLimits.defaults().timing(Duration.ofSeconds(5), Duration.ofSeconds(10));

    private final AddressRule addresses;
    private final Deadlines deadlines = new Deadlines();
    private final StopSignal stop = new StopSignal();
    private final CloseableHttpClient judging;
    /** Certificates of receivers that are believed as seen first, by subscription. */
    private final Map<String, X509Certificate> seen = new ConcurrentHashMap<>();

    /**
     * Receivers by these rules.
     *
     * @param allowed which special addresses may be named
     * @param authorities who signs receivers' certificates; empty = those of the Java runtime
     */
    public HttpPush(Predicate<InetAddress> allowed, List<X509Certificate> authorities) throws GeneralSecurityException {
        this.addresses = new AddressRule(allowed, "events.allowAddresses");
        this.judging = WebClient.open(WebTrust.context(authorities), LIMITS);
    }

    /** The rule that addresses must keep. */
    public AddressRule addresses() {
        return addresses;
    }

    @Override
    public void send(DeliveryEffect.Send delivery) throws IOException {
        Subscription subscription = delivery.subscription();
        RemoteImage receiver = RemoteImage.of(subscription.destination(), SCHEMES, addresses);
        HttpPost request = new HttpPost(receiver.pathAndQuery());
        request.addHeader("OData-Version", "4.0");
        subscription.headers().forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(delivery.payload(), ContentType.APPLICATION_JSON));
        boolean tls = receiver.target().getSchemeName().equals("https");
        if (subscription.verifyCertificate() || !tls) {
            seen.remove(subscription.id());
            post(judging, receiver, request);
            return;
        }
        try (CloseableHttpClient client = WebClient.openPinned(pinned(subscription.id(), receiver), LIMITS)) {
            post(client, receiver, request);
        }
    }

    @Override
    public void forget(String subscription) {
        seen.remove(subscription);
    }

    private void post(CloseableHttpClient client, RemoteImage receiver, HttpPost request) throws IOException {
        int status = new Exchange(client, deadlines)
                .run(receiver.target(), request, WITHIN, stop, (answer, context) -> answer.getCode());
        if (status / 100 != 2) {
            throw new AnswerException("the receiver answered " + status);
        }
    }

    /** Believes the certificate that this subscription's receiver showed first, and no other one. */
    private SSLContext pinned(String subscription, RemoteImage receiver) throws IOException {
        try {
            X509Certificate known = seen.get(subscription);
            if (known == null) {
                known = ShownCertificate.of(receiver.target(), LIMITS.connectTimeout());
                seen.put(subscription, known);
            }
            return WebTrust.context(List.of(known));
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        stop.request();
        judging.close();
        deadlines.close();
    }
}
