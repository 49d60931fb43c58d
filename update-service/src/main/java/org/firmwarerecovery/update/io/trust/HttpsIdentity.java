package org.firmwarerecovery.update.io.trust;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code identity/https}: the key and certificate with which a node serves people, and the key of a certification request
 * that is still out. Thread-safe; blocking.
 *
 * <p>Key and certificate are two files, so a replacement is written as one file first. Once that is there the new pair
 * counts; before that the old one does. What a power cut leaves undone is done at the next {@link #open}.
 */
public final class HttpsIdentity {
    /** Name of the file that holds a new pair until both others do. */
    static final String REPLACEMENT_FILE = "replacement.pem";
    /** Name of the file with the key of the request that is out. */
    static final String PENDING_FILE = "pending.key";

    private static final Logger LOG = LoggerFactory.getLogger(HttpsIdentity.class);

    private final Path folder;
    private final Seam seam;
    private KeyMaterial current;
    private @Nullable PrivateKey pending;

    /** Where a test cuts the power: called before each step on disk. */
    @FunctionalInterface
    interface Seam {
        void before(String step);
    }

    /** How a replacement ended. */
    public sealed interface Outcome {
        /**
         * The new pair counts, also after a power cut.
         *
         * @param material the new pair
         */
        record Replaced(KeyMaterial material) implements Outcome {}

        /**
         * Nothing was changed.
         *
         * @param reason the broken rule in words
         */
        record Refused(String reason) implements Outcome {}
    }

    private HttpsIdentity(Path folder, Seam seam, KeyMaterial current, @Nullable PrivateKey pending) {
        this.folder = folder;
        this.seam = seam;
        this.current = current;
        this.pending = pending;
    }

    /**
     * What is in {@code folder}; a self-signed certificate is made now if there is none.
     *
     * @param hostName the node's host name, for a self-signed certificate
     * @param addresses the addresses it listens on, for a self-signed certificate
     */
    public static HttpsIdentity open(Path folder, String hostName, List<InetAddress> addresses) throws IOException {
        return open(folder, hostName, addresses, step -> {});
    }

    static HttpsIdentity open(Path folder, String hostName, List<InetAddress> addresses, Seam seam) throws IOException {
        Path replacement = folder.resolve(REPLACEMENT_FILE);
        if (Files.exists(replacement)) {
            settle(folder, KeyMaterial.read(replacement, replacement), seam);
        }
        KeyMaterial current = SelfSignedHttps.openOrCreate(folder, hostName, addresses);
        return new HttpsIdentity(folder, seam, current, pending(folder));
    }

    /** The pair that counts. */
    public synchronized KeyMaterial current() {
        return current;
    }

    /**
     * Makes a key and a certification request for it. The key stays here, also over a restart, until its certificate comes
     * or another request takes its place; the certificate in use stays.
     *
     * @return the request as PEM text
     */
    public synchronized String request(SigningRequest wanted) throws IOException {
        KeyPair keys = wanted.keyKind().newPair();
        String request = wanted.signedBy(keys);
        Pem.write(folder.resolve(PENDING_FILE), Pem.text(keys.getPrivate()));
        pending = keys.getPrivate();
        return request;
    }

    /**
     * Puts another certificate in the place of the present one, if the rules allow it: with the key that came along, else
     * that of the last request, else the present key.
     *
     * @param now the time as the clock rule has it
     * @throws IOException the disk took nothing: the old pair counts
     */
    public synchronized Outcome replace(OfferedCertificate offered, ClockRule.Judgement now) throws IOException {
        PublicKey open = offered.chain().get(0).getPublicKey();
        Optional<PrivateKey> key = key(offered, open);
        if (key.isEmpty()) {
            return new Outcome.Refused(
                    offered.key().isPresent()
                            ? "the private key that came with it is not its own"
                            : "its key is neither that of the last GenerateCSR nor the present one");
        }
        Optional<String> broken = HttpsRules.check(offered.chain(), now);
        if (broken.isPresent()) {
            return new Outcome.Refused(broken.get());
        }
        KeyMaterial next = new KeyMaterial(key.get(), offered.chain());
        seam.before("replacement");
        Pem.write(folder.resolve(REPLACEMENT_FILE), Pem.text(next.key()) + Pem.text(next.chain()));
        current = next;
        try {
            settle(folder, next, seam);
        } catch (IOException e) {
            LOG.warn("the new HTTPS certificate counts; its files are put in order at the next start", e);
        }
        pending = pending(folder);
        return new Outcome.Replaced(next);
    }

    private Optional<PrivateKey> key(OfferedCertificate offered, PublicKey open) {
        Optional<PrivateKey> own = offered.key();
        PrivateKey waiting = pending;
        if (own.isPresent() || waiting == null || !KeyRules.match(waiting, open)) {
            return own.or(() -> Optional.of(current.key())).filter(key -> KeyRules.match(key, open));
        }
        return Optional.of(waiting);
    }

    /** Puts a pair that counts already into the files where everybody looks for it. May be repeated. */
    private static void settle(Path folder, KeyMaterial next, Seam seam) throws IOException {
        seam.before("key");
        Pem.write(folder.resolve(SelfSignedHttps.KEY_FILE), Pem.text(next.key()));
        seam.before("certificate");
        Pem.write(folder.resolve(SelfSignedHttps.CERTIFICATE_FILE), Pem.text(next.chain()));
        seam.before("pending");
        PrivateKey waiting = pending(folder);
        if (waiting != null && KeyRules.match(waiting, next.certificate().getPublicKey())) {
            AtomicFiles.delete(folder.resolve(PENDING_FILE));
        }
        seam.before("end");
        AtomicFiles.delete(folder.resolve(REPLACEMENT_FILE));
    }

    /** The key of the request that is out. A damaged one is no reason not to start: another request can be made. */
    private static @Nullable PrivateKey pending(Path folder) {
        Path file = folder.resolve(PENDING_FILE);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return Pem.privateKey(file);
        } catch (IOException e) {
            LOG.warn("the key of the last certification request is lost: {}", e.getMessage());
            return null;
        }
    }
}
