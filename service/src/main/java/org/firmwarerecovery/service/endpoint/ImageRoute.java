package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.service.auth.Principal;
import org.firmwarerecovery.service.resource.RawExchange;
import org.firmwarerecovery.service.resource.RawRoute;
import org.firmwarerecovery.service.resource.UriTemplate;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.donor.ServedImage;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.node.NodeEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Image bytes and their sidecars. Every chunk is hashed before it is sent: a donor whose flash went bad since the last scan
 * stops in the middle rather than give bad bytes away, and has itself checked. One range of bytes per request.
 *
 * <p>A peer needs a live lease on this image ({@code LeaseRequired}); a ticket is the proof of one; people may read anyway.
 * Each use renews the lease.
 */
final class ImageRoute implements RawRoute {
    private static final Logger LOG = LoggerFactory.getLogger(ImageRoute.class);

    /** What of an image a route gives. */
    enum Part {
        /** The bytes. */
        IMAGE(""),
        /** The manifest. */
        MANIFEST(ImagePaths.MANIFEST_ENDING),
        /** The detached signature of the manifest. */
        SIGNATURE(ImagePaths.SIGNATURE_ENDING),
        /** The same under its short name. */
        SIGNATURE_SHORT(".p7s");

        private final String ending;

        Part(String ending) {
            this.ending = ending;
        }
    }

    private final NodeContext context;
    private final boolean banks;
    private final Part part;

    /** Images of banks or of the store. */
    ImageRoute(NodeContext context, boolean banks, Part part) {
        this.context = context;
        this.banks = banks;
        this.part = part;
    }

    /** All routes to image bytes. */
    static List<RawRoute> all(NodeContext context) {
        return java.util.Arrays.stream(Part.values())
                .<RawRoute>mapMulti((part, sink) -> {
                    sink.accept(new ImageRoute(context, true, part));
                    sink.accept(new ImageRoute(context, false, part));
                })
                .toList();
    }

    @Override
    public UriTemplate uri() {
        String folder = banks ? ImagePaths.FIRMWARE : ImagePaths.STORE;
        return new UriTemplate(folder + "/{SoftwareInventoryId}" + ImagePaths.IMAGE + part.ending);
    }

    @Override
    public String description() {
        return "The " + part.name().toLowerCase(Locale.ROOT) + " of an image in " + (banks ? "a bank." : "the store.");
    }

    @Override
    public List<String> methods() {
        return List.of("GET");
    }

    @Override
    public String entity() {
        return "SoftwareInventory";
    }

    @Override
    public boolean takesTickets() {
        return true;
    }

    @Override
    public void serve(RawExchange exchange) throws IOException {
        String id = exchange.call().id();
        Optional<ServedBytes> found = banks ? ServedBytes.ofBank(context, id) : ServedBytes.ofStore(context, id);
        if (found.isEmpty()) {
            // A peer without a lease learns nothing, not even that there is nothing.
            lease(exchange, found);
            throw new RedfishException(
                    404, BaseMessages.resourceMissingAtURI(exchange.call().path()));
        }
        try (ServedBytes bytes = found.get()) {
            Optional<String> offer = lease(exchange, found);
            offer.ifPresent(lease -> requireOffered(exchange, lease, bytes));
            long sent = part == Part.IMAGE ? image(exchange, bytes) : sidecar(exchange, bytes);
            offer.ifPresent(lease -> context.node().post(new NodeEvent.LeaseUsed(lease, sent)));
        }
    }

    /** The offer under which this is read; empty for people. A peer without one is refused. */
    private Optional<String> lease(RawExchange exchange, Optional<ServedBytes> found) {
        Principal principal = exchange.call().principal();
        if (principal instanceof Principal.TicketHolder holder) {
            return Optional.of(holder.ticket().lease());
        }
        if (!(principal instanceof Principal.Peer peer)) {
            return Optional.empty();
        }
        long now = context.node().uptimeMillis();
        Optional<DonorOffer> live = context.state().offers().values().stream()
                .filter(offer -> offer.peer().equals(peer.uuid()) && offer.holdsSlot(now))
                .filter(offer ->
                        found.map(bytes -> offer.image().equals(bytes.place())).orElse(false))
                .findFirst();
        return Optional.of(live.orElseThrow(() -> new RedfishException(
                        403, RecoveryMessages.leaseRequired(exchange.call().path())))
                .id());
    }

    /** The place may hold another image by now than the one that was offered; the lease is for that one only. */
    private void requireOffered(RawExchange exchange, String lease, ServedBytes bytes) {
        DonorOffer offer = context.state().offers().get(lease);
        if (offer == null || !offer.manifest().digest().equals(bytes.manifest().digest())) {
            throw new RedfishException(
                    403, RecoveryMessages.leaseRequired(exchange.call().path()));
        }
    }

    private long sidecar(RawExchange exchange, ServedBytes bytes) throws IOException {
        ManifestPair pair = bytes.sidecars(context)
                .orElseThrow(() -> new RedfishException(
                        404, BaseMessages.resourceMissingAtURI(exchange.call().path())));
        boolean manifest = part == Part.MANIFEST;
        byte[] body = (manifest ? pair.manifest() : pair.signature()).array();
        exchange.bytes(200, manifest ? "application/json" : "application/pkcs7-signature", body);
        return body.length;
    }

    private long image(RawExchange exchange, ServedBytes bytes) throws IOException {
        ChunkList chunks = bytes.manifest().manifest().image().chunks();
        long size = chunks.size();
        String tag = "\"" + bytes.manifest().manifest().image().digest().hex() + "\"";
        exchange.setHeader("ETag", tag);
        exchange.setHeader("Accept-Ranges", "bytes");
        Optional<String> wanted = exchange.header("Range")
                .filter(range -> exchange.header("If-Range").map(tag::equals).orElse(true));
        Optional<ByteRange> range = wanted.flatMap(header -> ByteRange.parse(header, size));
        if (range.isPresent() && range.get().length() == 0) {
            exchange.setHeader("Content-Range", "bytes */" + size);
            exchange.empty(416);
            return 0;
        }
        ByteRange part = range.orElse(new ByteRange(0, size));
        if (exchange.isHead()) {
            exchange.stream(200, "application/octet-stream", size).close();
            return 0;
        }
        // The first chunk is judged before the status goes out, so that a bad image is an error and not a broken body.
        byte[] first = chunk(bytes, chunks, (int) (part.from() / chunks.chunkSize()));
        range.ifPresent(some -> exchange.setHeader(
                "Content-Range", "bytes " + some.from() + "-" + (some.from() + some.length() - 1) + "/" + size));
        try (OutputStream out =
                exchange.stream(range.isPresent() ? 206 : 200, "application/octet-stream", part.length())) {
            send(bytes, chunks, part, first, out);
        }
        return part.length();
    }

    private void send(ServedBytes bytes, ChunkList chunks, ByteRange part, byte[] first, OutputStream out)
            throws IOException {
        long end = part.from() + part.length();
        byte[] buffer = first;
        int index = (int) (part.from() / chunks.chunkSize());
        for (long position = part.from(); position < end; index++) {
            byte[] chunk = buffer.length > 0 ? buffer : chunk(bytes, chunks, index);
            buffer = new byte[0];
            int offset = (int) (position - chunks.offset(index));
            int length = (int) Math.min(chunk.length - offset, end - position);
            out.write(chunk, offset, length);
            position += length;
        }
    }

    /** A chunk as the manifest describes it; one that is not ends the answer and has the place checked. */
    private byte[] chunk(ServedBytes bytes, ChunkList chunks, int index) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(chunks.length(index));
        bytes.read(chunks.offset(index), buffer);
        Digest expected = chunks.digest(index);
        if (!expected.equals(digest(expected.algorithm(), buffer.array()))) {
            LOG.warn("chunk {} of {} is not what its manifest says", index, bytes.place());
            if (bytes.place() instanceof ServedImage.FromBank bank) {
                context.node().post(new NodeEvent.BankSuspected(bank.component(), bank.bank()));
            } else {
                context.store()
                        .markBroken(((ServedImage.FromStore) bytes.place()).image(), "chunk " + index + " differs");
            }
            throw new RedfishException(
                    409,
                    RecoveryMessages.notEligible(
                            bytes.manifest().manifest().softwareId(), "chunk " + index + " is damaged"));
        }
        return buffer.array();
    }

    private static Digest digest(String algorithm, byte[] bytes) {
        try {
            String name = algorithm.equals(Digest.SHA_384) ? "SHA-384" : "SHA-256";
            return new Digest(
                    algorithm,
                    HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-2", e);
        }
    }

    /**
     * A run of bytes.
     *
     * @param from first byte
     * @param length number of bytes; 0 = outside of the image
     */
    record ByteRange(long from, long length) {
        /** One range of a Range header; empty for what a server may ignore (RFC 9110, 14.2): other units, several ranges. */
        static Optional<ByteRange> parse(String header, long size) {
            java.util.regex.Matcher matcher = java.util.regex.Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})")
                    .matcher(header.strip());
            if (!matcher.matches()
                    || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
                return Optional.empty();
            }
            if (matcher.group(1).isEmpty()) {
                long last = Math.min(size, Long.parseLong(matcher.group(2)));
                return Optional.of(new ByteRange(size - last, last));
            }
            long from = Long.parseLong(matcher.group(1));
            long to = matcher.group(2).isEmpty() ? size - 1 : Long.parseLong(matcher.group(2));
            if (to < from && from < size) {
                return Optional.empty();
            }
            return Optional.of(new ByteRange(from, from >= size ? 0 : Math.min(to, size - 1) - from + 1));
        }
    }
}
