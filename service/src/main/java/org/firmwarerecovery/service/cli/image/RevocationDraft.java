package org.firmwarerecovery.service.cli.image;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.update.io.trust.Pem;
import org.firmwarerecovery.update.manifest.ManifestCodec;
import org.firmwarerecovery.update.manifest.Parsed;
import org.firmwarerecovery.update.manifest.RevocationList;

/** A revocation list in the making. A certificate is struck out together with its key: no other one may go on for it. */
public final class RevocationDraft {
    private final long sequence;
    private final List<String> certificates = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> manifests = new ArrayList<>();

    /** A list with this number. */
    public RevocationDraft(long sequence) {
        this.sequence = sequence;
    }

    /**
     * Strikes out what a file holds.
     *
     * @throws IOException it is neither a certificate nor a manifest
     */
    public void add(Path file) throws IOException {
        if (Pem.isPem(file)) {
            for (X509Certificate certificate : Pem.certificates(file)) {
                certificates.add(sha256(encoded(certificate)));
                keys.add(sha256(certificate.getPublicKey().getEncoded()));
            }
            return;
        }
        byte[] text = Files.readAllBytes(file);
        if (ManifestCodec.parse(text) instanceof Parsed.Refused refused) {
            throw new IOException(file + ": " + refused.rejection().text());
        }
        manifests.add(sha256(text));
    }

    /**
     * The text to sign.
     *
     * @throws IOException a node would refuse it; the message says why
     */
    public byte[] bytes() throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("schema", RevocationList.SCHEMA);
        members.put("sequence", sequence);
        members.put("certificates", certificates);
        members.put("keys", keys);
        members.put("manifests", manifests);
        byte[] text =
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(members);
        if (RevocationList.read(text) instanceof RevocationList.Read.Refused refused) {
            throw new IOException(refused.rule());
        }
        return text;
    }

    private static byte[] encoded(X509Certificate certificate) throws IOException {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate has no encoding: " + e.getMessage(), e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
