package org.firmwarerecovery.service.endpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
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
import org.firmwarerecovery.update.io.flash.RunningDigest;
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
    private final ImageReads reads;

    /** Images of banks or of store and library; {@code reads} bounds all of them together. */
    ImageRoute(NodeContext context, ImageReads reads, boolean banks, Part part) {
        this.context = context;
        this.reads = reads;
        this.banks = banks;
        this.part = part;
    }

    /** All routes to image bytes. */
    static List<RawRoute> all(NodeContext context) {
        ImageReads reads = new ImageReads();
        return java.util.Arrays.stream(Part.values())
                .<RawRoute>mapMulti((part, sink) -> {
                    sink.accept(new ImageRoute(context, reads, true, part));
                    sink.accept(new ImageRoute(context, reads, false, part));
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
        Optional<DonorOffer> lease = lease(exchange);
        Optional<ServedBytes> found = lease.isPresent() ? ServedBytes.leased(context, lease.get()) : named(exchange);
        try (ServedBytes bytes = found.orElseThrow(() -> new RedfishException(
                404, BaseMessages.resourceMissingAtURI(exchange.call().path())))) {
            lease.ifPresent(offer -> requireOffered(exchange, offer, bytes));
            long sent = part == Part.IMAGE ? image(exchange, bytes) : sidecar(exchange, bytes);
            lease.ifPresent(offer -> context.node().post(new NodeEvent.LeaseUsed(offer.id(), sent)));
        }
    }

    private Optional<ServedBytes> named(RawExchange exchange) throws IOException {
        String id = exchange.call().id();
        return banks ? ServedBytes.ofBank(context, id) : ServedBytes.ofId(context, id);
    }

    /** The lease under which this is read; empty for people. A peer without one is refused and learns nothing else. */
    private Optional<DonorOffer> lease(RawExchange exchange) {
        Principal principal = exchange.call().principal();
        String member = (banks ? ImagePaths.FIRMWARE : ImagePaths.STORE) + "/"
                + exchange.call().id();
        long now = context.node().uptimeMillis();
        Optional<DonorOffer> live;
        if (principal instanceof Principal.TicketHolder holder) {
            live = Optional.ofNullable(
                    context.state().offers().get(holder.ticket().lease()));
        } else if (principal instanceof Principal.Peer peer) {
            live = context.state().offers().values().stream()
                    .filter(offer -> offer.peer().equals(peer.uuid()) && offer.holdsSlot(now))
                    .filter(offer -> ImagePaths.member(offer.image()).equals(member))
                    .findFirst();
        } else {
            return Optional.empty();
        }
        return Optional.of(live.orElseThrow(() -> new RedfishException(
                403, RecoveryMessages.leaseRequired(exchange.call().path()))));
    }

    /** The place may hold another image by now than the one that was offered; the lease is for that one only. */
    private static void requireOffered(RawExchange exchange, DonorOffer offer, ServedBytes bytes) {
        if (!offer.manifest().digest().equals(bytes.manifest().digest())) {
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
        try (ImageReads.Turn turn = reads.begin(chunks.chunkSize())) {
            stream(exchange, bytes, chunks, part, range, size);
        }
        return part.length();
    }

    private void stream(
            RawExchange exchange,
            ServedBytes bytes,
            ChunkList chunks,
            ByteRange part,
            Optional<ByteRange> range,
            long size)
            throws IOException {
        // The first chunk is judged before the status goes out, so that a bad image is an error and not a broken body.
        byte[] first = chunk(bytes, chunks, (int) (part.from() / chunks.chunkSize()));
        range.ifPresent(some -> exchange.setHeader(
                "Content-Range", "bytes " + some.from() + "-" + (some.from() + some.length() - 1) + "/" + size));
        try (OutputStream out =
                exchange.stream(range.isPresent() ? 206 : 200, "application/octet-stream", part.length())) {
            send(bytes, chunks, part, first, out);
        }
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
        Digest expected = chunks.digest(index);
        boolean good;
        try {
            bytes.read(chunks.offset(index), buffer);
            good = expected.equals(RunningDigest.of(expected.algorithm(), buffer.array()));
        } catch (EOFException shortened) {
            good = false;
        }
        if (!good) {
            LOG.warn("chunk {} of {} is not what its manifest says", index, bytes.place());
            suspect(bytes, "chunk " + index + " differs");
            throw new RedfishException(
                    409,
                    RecoveryMessages.notEligible(
                            bytes.manifest().manifest().softwareId(), "chunk " + index + " is damaged"));
        }
        return buffer.array();
    }

    /** Whatever turned out damaged is looked at, and is not given away until it was. */
    private void suspect(ServedBytes bytes, String reason) throws IOException {
        if (bytes.place() instanceof ServedImage.FromBank bank) {
            context.node().post(new NodeEvent.BankSuspected(bank.component(), bank.bank()));
        } else if (bytes.place() instanceof ServedImage.FromStore stored) {
            context.store().markBroken(stored.image(), reason);
            context.storeNews().tell();
        } else {
            context.library().damaged(bytes.manifest().digest(), reason);
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
