package org.firmwarerecovery.update.io.revocation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.journal.LastRecord;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.store.TwoCopies;
import org.firmwarerecovery.update.io.trust.ManifestVerifier;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.RevocationList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the newest revocation list that a node was ever given. Blocking file access; used at start by one thread. */
public final class KnownRevocations {
    private static final Logger LOG = LoggerFactory.getLogger(KnownRevocations.class);
    private static final String SIGNATURE_ENDING = ".p7s";

    private final TwoCopies kept;
    private final byte[] before;
    private final RevocationList list;

    private KnownRevocations(TwoCopies kept) {
        this.kept = kept;
        LastRecord last = kept.read();
        this.before = last instanceof LastRecord.Recovered recovered
                ? recovered.bytes().array()
                : new byte[0];
        RevocationList known = RevocationList.NONE;
        if (RevocationList.read(before) instanceof RevocationList.Read.Ok ok) {
            known = ok.list();
        } else if (!(last instanceof LastRecord.Empty)) {
            LOG.error(
                    "the revocation list that this node knew is lost; the one in its file is believed whatever its age");
        }
        this.list = known;
    }

    /** The list that was kept, where no file is configured. */
    public static RevocationList kept(TwoCopies kept) {
        return new KnownRevocations(kept).list;
    }

    /**
     * The newer one of the list in {@code file}, with its signature in {@code FILE.p7s} beside it, and the kept one; a newer one
     * is kept from now on.
     *
     * @param verifier knows the firmware roots
     * @throws IOException the file is no good list and none was kept, or keeping the list failed
     */
    public static RevocationList newest(TwoCopies kept, Path file, ManifestVerifier verifier) throws IOException {
        return new KnownRevocations(kept).update(file, verifier);
    }

    private RevocationList update(Path file, ManifestVerifier verifier) throws IOException {
        byte[] text;
        RevocationList offered;
        try {
            text = AtomicFiles.read(file, RevocationList.BYTES_MAX);
            byte[] signature = AtomicFiles.read(
                    file.resolveSibling(file.getFileName() + SIGNATURE_ENDING), ManifestPair.SIGNATURE_BYTES_MAX);
            offered = verified(file, text, signature, verifier);
        } catch (IOException e) {
            if (list.sequence() == 0) {
                throw e;
            }
            LOG.error("{}; revocation list {} stays in force", e.getMessage(), list.sequence());
            return list;
        }
        if (offered.sequence() > list.sequence()) {
            kept.write(text);
            LOG.info("revocation list {} is in force, after {}", offered.sequence(), list.sequence());
            return offered;
        }
        if (offered.sequence() < list.sequence() || !Arrays.equals(text, before)) {
            LOG.warn(
                    "{}: revocation list {} is not newer than {}, which stays in force",
                    file,
                    offered.sequence(),
                    list.sequence());
        }
        return list;
    }

    /** A signer that the known list strikes out can not sign the next one. */
    private RevocationList verified(Path file, byte[] text, byte[] signature, ManifestVerifier verifier)
            throws IOException {
        Optional<Rejection> refused = verifier.revoking(list).refusal(text, signature);
        if (refused.isPresent()) {
            throw new IOException(file + ": " + refused.get().text());
        }
        RevocationList.Read read = RevocationList.read(text);
        if (read instanceof RevocationList.Read.Ok ok) {
            return ok.list();
        }
        throw new IOException(file + " is no revocation list: " + ((RevocationList.Read.Refused) read).rule());
    }
}
