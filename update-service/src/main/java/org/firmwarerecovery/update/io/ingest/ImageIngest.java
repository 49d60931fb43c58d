package org.firmwarerecovery.update.io.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.io.CloseMode;
import org.firmwarerecovery.update.io.store.BundleDetection;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.web.AnswerException;
import org.firmwarerecovery.update.io.web.Bodies;
import org.firmwarerecovery.update.io.web.Deadlines;
import org.firmwarerecovery.update.io.web.Exchange;
import org.firmwarerecovery.update.io.web.RatedInput;
import org.firmwarerecovery.update.io.web.WebClient;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.manifest.Rejection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches, verifies and stores an operator's image: an upload that the service left in its folder, or a URI (bundle, or image
 * with the sidecars {@code <URI>.manifest.json} and {@code <URI>.manifest.json.p7s} or {@code <URI>.p7s}). Blocks; any thread.
 */
public final class ImageIngest implements AutoCloseable {
    /** Most redirects that are followed, all within the host. */
    public static final int REDIRECTS_MAX = 5;
    /** Ending of the manifest beside an image. */
    public static final String MANIFEST_ENDING = ".manifest.json";

    private static final Logger LOG = LoggerFactory.getLogger(ImageIngest.class);
    private static final String SIGNATURE_ENDING = ".manifest.json.p7s";
    private static final String SIGNATURE_ENDING_SHORT = ".p7s";
    private static final Pattern STAGING_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

    private final IngestSettings settings;
    private final ImageIntake intake;
    private final VendorIntake vendors;
    private final AddressRule addresses;
    private final Deadlines deadlines = new Deadlines();
    private @Nullable CloseableHttpClient client;
    private boolean closed;

    /** An ingest into {@code store}, which stays the caller's to close. */
    public ImageIngest(IngestSettings settings, ImageStore store, VerifiedPairs pairs) {
        this.settings = settings;
        this.intake = new ImageIntake(store, pairs, settings.imageBytesMax());
        this.vendors = new VendorIntake(intake, settings);
        this.addresses = new AddressRule(settings.allowedAddresses(), "update.allowAddresses");
    }

    /** Takes {@code source} in; every expected failure is a value. */
    public Taken take(IngestSource source, StopSignal stop) {
        try {
            return source instanceof IngestSource.Upload upload
                    ? upload(upload, stop)
                    : remote((IngestSource.Remote) source, stop);
        } catch (IOException e) {
            LOG.debug("ingest failed", e);
            return new Taken.Failed(stop.requested() ? "stopped" : WebClient.reason(e));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        deadlines.close();
        if (client != null) {
            client.close(CloseMode.IMMEDIATE);
        }
    }

    /** Made for the first URI: reading the runtime's authorities costs megabytes, and most nodes are never given a URI. */
    private synchronized Exchange exchange() throws IOException {
        if (closed) {
            throw new AnswerException("the node stops");
        }
        CloseableHttpClient open = client;
        if (open == null) {
            try {
                open = WebClient.open(WebTrust.context(settings.roots()), settings.web());
            } catch (GeneralSecurityException e) {
                throw new IOException("this Java runtime cannot judge the server: " + e.getMessage(), e);
            }
            client = open;
        }
        return new Exchange(open, deadlines);
    }

    private Taken upload(IngestSource.Upload upload, StopSignal stop) throws IOException {
        if (!STAGING_NAME.matcher(upload.stagingName()).matches()) {
            throw new AnswerException("no upload of that name");
        }
        Path file = settings.uploads().resolve(upload.stagingName());
        try (InputStream stream = Files.newInputStream(file)) {
            BundleDetection.Peeked peeked = BundleDetection.peek(stream);
            if (peeked.isBundle()) {
                return intake.bundle(peeked.whole(), stop);
            }
            return vendors.takes(peeked.head().array())
                    ? vendors.file(file, stop)
                    : new Taken.Rejected(new Rejection.ManifestMissing(upload.fileName()));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Taken remote(IngestSource.Remote source, StopSignal stop) throws IOException {
        RemoteImage image = RemoteImage.of(source.uri(), settings.schemes(), addresses);
        Got<Taken> got = get(image, source, stop, (from, body) -> image(from, source, body, stop));
        return got.value() == null ? new Taken.Failed(image.describe() + " answered " + got.status()) : got.value();
    }

    private Taken image(RemoteImage from, IngestSource.Remote source, HttpEntity body, StopSignal stop)
            throws IOException {
        InputStream stream = new RatedInput(body.getContent(), settings.web());
        BundleDetection.Peeked peeked = BundleDetection.peek(stream);
        if (peeked.isBundle()) {
            return intake.bundle(peeked.whole(), stop);
        }
        byte[] manifest = small(from.beside(MANIFEST_ENDING), source, ManifestPair.MANIFEST_BYTES_MAX, stop);
        byte[] signature = small(from.beside(SIGNATURE_ENDING), source, ManifestPair.SIGNATURE_BYTES_MAX, stop);
        if (signature == null) {
            signature = small(from.beside(SIGNATURE_ENDING_SHORT), source, ManifestPair.SIGNATURE_BYTES_MAX, stop);
        }
        if (manifest == null && signature == null && vendors.takes(peeked.head().array())) {
            return vendors.stream(peeked.whole(), stop);
        }
        if (manifest == null || signature == null) {
            String ending = manifest == null ? MANIFEST_ENDING : SIGNATURE_ENDING;
            return new Taken.Rejected(
                    new Rejection.ManifestMissing(from.beside(ending).describe()));
        }
        return intake.sidecars(ManifestPair.of(manifest, signature), body.getContentLength(), peeked.whole(), stop);
    }

    private byte @Nullable [] small(RemoteImage place, IngestSource.Remote source, int bytesMax, StopSignal stop)
            throws IOException {
        Got<byte[]> got = get(place, source, stop, (from, body) -> Bodies.small(body, bytesMax, settings.web()));
        return got.value();
    }

    /** Reads a body that came with 200. */
    private interface Reader<T> {
        T read(RemoteImage from, HttpEntity body) throws IOException;
    }

    /** A status, and what was read when it was 200. */
    private record Got<T>(
            int status, @Nullable T value, @Nullable RemoteImage next) {}

    private <T> Got<T> get(RemoteImage image, IngestSource.Remote source, StopSignal stop, Reader<T> reader)
            throws IOException {
        RemoteImage place = image;
        Exchange exchange = exchange();
        for (int redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
            RemoteImage now = place;
            Got<T> got =
                    exchange.run(now.target(), request(now, source), settings.within(), stop, (answer, context) -> {
                        HttpEntity body = answer.getEntity();
                        if (isRedirect(answer)) {
                            return new Got<>(answer.getCode(), null, now.redirected(header(answer, "Location")));
                        }
                        boolean good = answer.getCode() == 200 && body != null;
                        return new Got<>(answer.getCode(), good ? reader.read(now, body) : null, null);
                    });
            if (got.next() == null) {
                return got;
            }
            place = got.next();
        }
        throw new AnswerException("more than " + REDIRECTS_MAX + " redirects");
    }

    private static HttpGet request(RemoteImage image, IngestSource.Remote source) {
        HttpGet request = new HttpGet(image.pathAndQuery());
        request.setHeader("Accept-Encoding", "identity");
        if (source.username() != null) {
            String password = source.password() == null ? "" : source.password();
            byte[] credentials = (source.username() + ":" + password).getBytes(StandardCharsets.UTF_8);
            request.setHeader(new BasicHeader(
                    "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials), true));
        }
        return request;
    }

    private static boolean isRedirect(ClassicHttpResponse answer) {
        int code = answer.getCode();
        return code == 301 || code == 302 || code == 303 || code == 307 || code == 308;
    }

    private static @Nullable String header(ClassicHttpResponse answer, String name) {
        Header header = answer.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }
}
