package org.firmwarerecovery.update.io.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.io.CloseMode;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.trust.FleetIdentity;
import org.firmwarerecovery.update.io.trust.FleetTrust;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.web.AnswerException;
import org.firmwarerecovery.update.io.web.Bodies;
import org.firmwarerecovery.update.io.web.Deadlines;
import org.firmwarerecovery.update.io.web.Exchange;
import org.firmwarerecovery.update.io.web.RateWatch;
import org.firmwarerecovery.update.io.web.SlowAnswerException;
import org.firmwarerecovery.update.io.web.WebClient;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.negotiation.TransferMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks Redfish to donors over mutual TLS (DESIGN sections 3 and 4): HTTP/1.1 with kept connections, host name and SNI
 * {@code <uuid>.node.firmware-recovery.invalid}, connected to the address from discovery. Roles are those in the donor's
 * certificate; every URI a donor names is taken as a path on the same donor.
 */
public final class RedfishPeerClient implements PeerClient {
    private static final Logger LOG = LoggerFactory.getLogger(RedfishPeerClient.class);

    private static final String UPDATE_SERVICE = "/redfish/v1/UpdateService";
    private static final String REQUEST_IMAGE =
            UPDATE_SERVICE + "/Oem/FirmwareRecovery/Actions/FirmwareRecoveryService.RequestImage";

    private final PeerLimits limits;
    private final CloseableHttpClient client;
    private final Deadlines deadlines = new Deadlines();
    private final Exchange exchange;

    /**
     * A client for the peers of a fleet.
     *
     * @param identity this node's fleet key and certificate
     * @param fleet judges the peers' certificates
     */
    public RedfishPeerClient(KeyMaterial identity, FleetTrust fleet, PeerLimits limits)
            throws GeneralSecurityException {
        this.limits = limits;
        this.client = WebClient.open(PeerTls.context(identity, fleet), limits.web());
        this.exchange = new Exchange(client, deadlines);
    }

    @Override
    public Reached<DonorInventory> query(PeerRef peer, String softwareId, StopSignal stop) {
        return reach(peer, stop, () -> {
            InventoryAnswer images = new InventoryAnswer(softwareId);
            InventoryRead read = new InventoryRead(limits, path -> get(peer, path, stop));
            read.collection(UPDATE_SERVICE + "/FirmwareInventory", false, images);
            read.collection(UPDATE_SERVICE + "/LocalImageStore", true, images);
            return new Reached.Ok<>(new DonorInventory(peer.uuid(), read.roles(), images.images()));
        });
    }

    @Override
    public Reached<Offer> request(PeerRef peer, ImageRequest request, StopSignal stop) {
        return reach(
                peer,
                stop,
                () -> run(peer, post(REQUEST_IMAGE, body(request)), stop, (answer, context) -> {
                    byte[] body = Bodies.small(answer.getEntity(), limits.jsonBytesMax(), limits.web());
                    if (answer.getCode() != 201 && answer.getCode() != 200) {
                        return refused(answer, body, request.softwareId());
                    }
                    String path = OfferAnswer.path(header(answer, "Location"), limits);
                    return new Reached.Ok<>(OfferAnswer.offer(path, PeerJson.object(body), request, roles(context)));
                }));
    }

    @Override
    public Reached<Grant> accept(PeerRef peer, String offerPath, StopSignal stop) {
        HttpPost accept = post(offerPath + "/Actions/FirmwareOffer.Accept", PeerJson.MAPPER.createObjectNode());
        return reach(
                peer,
                stop,
                () -> run(peer, accept, stop, (answer, context) -> {
                    byte[] body = Bodies.small(answer.getEntity(), limits.jsonBytesMax(), limits.web());
                    if (answer.getCode() == 200) {
                        return new Reached.Ok<>(OfferAnswer.grant(offerPath, PeerJson.object(body), limits));
                    }
                    String id = offerPath.substring(offerPath.lastIndexOf('/') + 1);
                    return answer.getCode() == 404
                            ? new Reached.Refused<>(new Refusal.OfferExpired(id))
                            : refused(answer, body, id);
                }));
    }

    @Override
    public Reached<Boolean> close(PeerRef peer, String offerPath, @Nullable String verdict, StopSignal stop) {
        HttpUriRequestBase request = verdict == null
                ? new HttpDelete(offerPath)
                : post(
                        offerPath + "/Actions/FirmwareOffer.Complete",
                        PeerJson.MAPPER.createObjectNode().put("Result", verdict));
        return reach(
                peer,
                stop,
                () -> run(peer, request, stop, (answer, context) -> {
                    Bodies.small(answer.getEntity(), limits.jsonBytesMax(), limits.web());
                    boolean gone = answer.getCode() == 404;
                    return new Reached.Ok<>(gone || (answer.getCode() >= 200 && answer.getCode() < 300));
                }));
    }

    @Override
    public Reached<ManifestPair> manifest(PeerRef peer, Grant grant, StopSignal stop) {
        return reach(peer, stop, () -> {
            Reached<byte[]> manifest = file(peer, grant, grant.manifestPath(), ManifestPair.MANIFEST_BYTES_MAX, stop);
            if (!(manifest instanceof Reached.Ok<byte[]> first)) {
                return passed(manifest);
            }
            Reached<byte[]> signature =
                    file(peer, grant, grant.signaturePath(), ManifestPair.SIGNATURE_BYTES_MAX, stop);
            return signature instanceof Reached.Ok<byte[]> second
                    ? new Reached.Ok<>(ManifestPair.of(first.value(), second.value()))
                    : passed(signature);
        });
    }

    private Reached<byte[]> file(PeerRef peer, Grant grant, String path, int bytesMax, StopSignal stop)
            throws IOException {
        HttpGet request = ticketed(path, grant);
        return exchange.run(PeerHost.of(peer), request, limits.bytesWithin(), stop, (answer, context) -> {
            byte[] body = Bodies.small(answer.getEntity(), bytesMax, limits.web());
            return answer.getCode() == 200 ? new Reached.Ok<>(body) : withoutLease(answer, body);
        });
    }

    @Override
    public Reached<ByteBuffer> chunk(
            PeerRef peer, Grant grant, long offset, int length, long imageSize, StopSignal stop) {
        long until = System.nanoTime() + limits.bytesWithin().dividedBy(2).toNanos();
        Reached<ByteBuffer> answer = chunkOnce(peer, grant, offset, length, imageSize, stop);
        // A donor that sends to many at once says so; its lease holds, so waiting is cheaper than another donor.
        while (answer instanceof Reached.Refused<ByteBuffer> refused
                && refused.refusal() instanceof Refusal.DonorBusy busy
                && System.nanoTime() + busy.retryAfter().toNanos() < until
                && waited(busy.retryAfter(), stop)) {
            answer = chunkOnce(peer, grant, offset, length, imageSize, stop);
        }
        return answer;
    }

    /** False when nobody waits for the chunk any more. */
    private static boolean waited(Duration pause, StopSignal stop) {
        CountDownLatch stopped = new CountDownLatch(1);
        stop.onRequest(stopped::countDown);
        try {
            return !stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Reached<ByteBuffer> chunkOnce(
            PeerRef peer, Grant grant, long offset, int length, long imageSize, StopSignal stop) {
        HttpGet request = ticketed(grant.imagePath(), grant);
        request.setHeader("Range", "bytes=" + offset + "-" + (offset + length - 1));
        Duration within = limits.web().rate().atLeast(limits.bytesWithin(), length);
        RateWatch watch = new RateWatch(limits.web().rate());
        return reach(
                peer,
                stop,
                () -> exchange.run(PeerHost.of(peer), request, within, stop, watch, (answer, context) -> {
                    if (answer.getCode() != 206 && answer.getCode() != 200) {
                        byte[] body = Bodies.small(answer.getEntity(), limits.jsonBytesMax(), limits.web());
                        return withoutLease(answer, body);
                    }
                    checkRange(answer, offset, length, imageSize);
                    return new Reached.Ok<>(ByteBuffer.wrap(Bodies.exact(answer.getEntity(), length, watch)));
                }));
    }

    private static void checkRange(ClassicHttpResponse answer, long offset, int length, long imageSize)
            throws AnswerException {
        if (answer.getCode() == 200) {
            if (offset != 0 || length != imageSize) {
                throw new AnswerException("the whole image came where a part was asked for");
            }
            return;
        }
        String expected = "bytes " + offset + "-" + (offset + length - 1) + "/" + imageSize;
        String found = header(answer, "Content-Range");
        if (!expected.equals(found)) {
            throw new AnswerException("Content-Range is not \"" + expected + "\"");
        }
    }

    @Override
    public void close() {
        deadlines.close();
        client.close(CloseMode.IMMEDIATE);
    }

    private <T> Reached<T> withoutLease(ClassicHttpResponse answer, byte[] body) {
        boolean gone = answer.getCode() == 401 || answer.getCode() == 403 || answer.getCode() == 404;
        return gone ? new Reached.LeaseGone<>() : refused(answer, body, "");
    }

    private <T> Reached<T> refused(ClassicHttpResponse answer, byte[] body, String subject) {
        return new Reached.Refused<>(
                RefusalAnswer.of(answer.getCode(), body, header(answer, "Retry-After"), subject, limits));
    }

    private InventoryRead.Page get(PeerRef peer, String path, StopSignal stop) throws IOException {
        return run(peer, json(new HttpGet(path)), stop, (answer, context) -> {
            byte[] body = Bodies.small(answer.getEntity(), limits.jsonBytesMax(), limits.web());
            JsonNode document = answer.getCode() == 200 ? PeerJson.object(body) : null;
            return new InventoryRead.Page(answer.getCode(), document, roles(context));
        });
    }

    private <T> T run(PeerRef peer, HttpUriRequestBase request, StopSignal stop, Exchange.Reader<T> reader)
            throws IOException {
        return exchange.run(PeerHost.of(peer), request, limits.answerWithin(), stop, reader);
    }

    private interface Talk<T> {
        Reached<T> talk() throws IOException;
    }

    /** Turns whatever can go wrong into a refusal. */
    private <T> Reached<T> reach(PeerRef peer, StopSignal stop, Talk<T> talk) {
        try {
            return talk.talk();
        } catch (SlowAnswerException e) {
            LOG.debug("peer {} at {}", peer.uuid(), peer.address(), e);
            return new Reached.TooSlow<>(e.bytes(), e.millis());
        } catch (IOException e) {
            LOG.debug("peer {} at {}", peer.uuid(), peer.address(), e);
            return new Reached.Refused<>(stop.requested() ? new Refusal.Unusable("stopped") : refusal(peer, e));
        } catch (RuntimeException e) {
            // Nothing a peer sends may get further than this; the trace shows what was not foreseen.
            LOG.warn("peer {} at {} gave an answer that could not be read", peer.uuid(), peer.address(), e);
            return new Reached.Refused<>(new Refusal.Unusable("its answer could not be read"));
        }
    }

    private static Refusal refusal(PeerRef peer, IOException e) {
        if (e instanceof SSLException) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                    return new Refusal.DonorNotTrusted(peer.uuid(), String.valueOf(cause.getMessage()));
                }
            }
            return new Refusal.Unusable("TLS: " + WebClient.reason(e));
        }
        return new Refusal.Unusable(WebClient.reason(e));
    }

    private static <T> Reached<T> passed(Reached<byte[]> other) {
        if (other instanceof Reached.TooSlow<byte[]> slow) {
            return new Reached.TooSlow<>(slow.bytes(), slow.millis());
        }
        return other instanceof Reached.Refused<byte[]> refused
                ? new Reached.Refused<>(refused.refusal())
                : new Reached.LeaseGone<>();
    }

    private static List<PeerRole> roles(HttpClientContext context) throws IOException {
        SSLSession session = context.getSSLSession();
        if (session == null) {
            throw new AnswerException("the connection is not protected");
        }
        Certificate[] chain = session.getPeerCertificates();
        if (chain.length == 0 || !(chain[0] instanceof X509Certificate certificate)) {
            throw new AnswerException("the peer showed no certificate");
        }
        return FleetIdentity.of(certificate)
                .orElseThrow(() -> new AnswerException("the certificate names no node"))
                .roles();
    }

    private static ObjectNode body(ImageRequest request) {
        ObjectNode body = PeerJson.MAPPER.createObjectNode();
        body.put("RequestId", request.requestId());
        body.put("SoftwareId", request.softwareId());
        if (request.machine() != null) {
            body.put("Machine", request.machine());
        }
        body.put("Reason", request.reason());
        body.put("MinimumSecurityVersion", request.minimumSecurityVersion());
        if (request.manifestDigest() != null) {
            body.put("ManifestDigest", request.manifestDigest().hex());
        }
        for (TransferMode mode : request.transferModes()) {
            body.withArray("TransferModes").add(mode.label());
        }
        return body;
    }

    private static HttpPost post(String path, JsonNode body) {
        HttpPost post = new HttpPost(path);
        post.setEntity(new StringEntity(body.toString(), ContentType.APPLICATION_JSON));
        return json(post);
    }

    private static <R extends HttpUriRequestBase> R json(R request) {
        request.setHeader("Accept", "application/json");
        request.setHeader("OData-Version", "4.0");
        return request;
    }

    private static HttpGet ticketed(String path, Grant grant) {
        HttpGet get = new HttpGet(path);
        byte[] ticket = (grant.username() + ":" + grant.password()).getBytes(StandardCharsets.UTF_8);
        get.setHeader(
                new BasicHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(ticket), true));
        get.setHeader("Accept-Encoding", "identity");
        return get;
    }

    private static @Nullable String header(ClassicHttpResponse answer, String name) {
        Header header = answer.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }
}
