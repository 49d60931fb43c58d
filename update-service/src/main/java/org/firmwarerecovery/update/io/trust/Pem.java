package org.firmwarerecovery.update.io.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.firmwarerecovery.update.io.file.AtomicFiles;

/**
 * Certificates, keys and revocation lists as PEM text. Keys are read as PKCS#8, SEC 1 (EC) or PKCS#1 (RSA), unencrypted, and
 * written as PKCS#8. Everything is of the JDK's own types, so TLS can use it. Blocking file access; errors name the file.
 */
public final class Pem {
    /** Most bytes of a PEM file. */
    public static final int FILE_BYTES_MAX = 1024 * 1024;
    /** Most objects in a PEM file. */
    public static final int OBJECTS_MAX = 256;

    private static final String BEGIN = "-----BEGIN ";

    private Pem() {}

    /** True for a file that begins like PEM. */
    public static boolean isPem(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return new String(bytes.readNBytes(BEGIN.length()), StandardCharsets.US_ASCII).equals(BEGIN);
        }
    }

    /** All certificates in {@code file}, in their order; at least one. */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        return certificates(read(file), file.toString());
    }

    /** All certificates in {@code text}, at least one; {@code origin} names the text in errors. */
    public static List<X509Certificate> certificates(String text, String origin) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object item : objects(text, origin)) {
            if (item instanceof X509CertificateHolder holder) {
                certificates.add(certificate(holder.getEncoded(), origin));
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException(origin + ": no certificate in PEM form found");
        }
        return certificates;
    }

    /** All certificate revocation lists in {@code file}; at least one. */
    public static List<X509CRL> revocationLists(Path file) throws IOException {
        List<X509CRL> lists = new ArrayList<>();
        for (Object item : objects(read(file), file.toString())) {
            if (item instanceof X509CRLHolder holder) {
                try {
                    lists.add((X509CRL) CertificateFactory.getInstance("X.509")
                            .generateCRL(new ByteArrayInputStream(holder.getEncoded())));
                } catch (CertificateException | CRLException e) {
                    throw new IOException(file + ": not a revocation list: " + e.getMessage(), e);
                }
            }
        }
        if (lists.isEmpty()) {
            throw new IOException(file + ": no revocation list in PEM form found");
        }
        return lists;
    }

    /** The one private key in {@code file}. */
    public static PrivateKey privateKey(Path file) throws IOException {
        return privateKey(read(file), file.toString());
    }

    /** The one private key in {@code text}; {@code origin} names the text in errors, which never quote the key. */
    public static PrivateKey privateKey(String text, String origin) throws IOException {
        List<PrivateKeyInfo> keys = new ArrayList<>();
        for (Object item : objects(text, origin)) {
            if (item instanceof PrivateKeyInfo key) {
                keys.add(key);
            } else if (item instanceof PEMKeyPair pair) {
                keys.add(pair.getPrivateKeyInfo());
            } else if (item instanceof PEMEncryptedKeyPair || item instanceof PKCS8EncryptedPrivateKeyInfo) {
                throw new IOException(origin + ": the key is encrypted; decrypt it first (openssl pkey)");
            }
        }
        if (keys.size() != 1) {
            throw new IOException(origin + ": expected one private key in PEM form, found " + keys.size());
        }
        PrivateKeyInfo key = keys.get(0);
        try {
            return KeyFactory.getInstance(algorithm(key, origin))
                    .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            // The cause may quote the key, so it stays behind.
            throw new IOException(origin + ": the private key can not be used: "
                    + e.getClass().getSimpleName());
        }
    }

    private static String algorithm(PrivateKeyInfo key, String origin) throws IOException {
        ASN1ObjectIdentifier algorithm = key.getPrivateKeyAlgorithm().getAlgorithm();
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return "EC";
        }
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return "RSA";
        }
        if (algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return "RSASSA-PSS";
        }
        if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return "Ed25519";
        }
        throw new IOException(origin + ": private key of an unknown kind " + algorithm.getId());
    }

    /** {@code certificates} as PEM text, in their order. */
    public static String text(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                text.append(text("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate in memory has no encoding", e);
            }
        }
        return text.toString();
    }

    /** {@code key} as PKCS#8 PEM text, unencrypted. */
    public static String text(PrivateKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new IllegalArgumentException("the key can not be exported");
        }
        return text("PRIVATE KEY", encoded);
    }

    /** Writes {@code text} to {@code file}, which only its owner may ever read. */
    static void write(Path file, String text) throws IOException {
        AtomicFiles.write(file, text.getBytes(StandardCharsets.US_ASCII), true);
    }

    static X509Certificate certificate(byte[] encoded, String origin) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            throw new IOException(origin + ": not a certificate: " + e.getMessage(), e);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(AtomicFiles.read(file, FILE_BYTES_MAX), StandardCharsets.ISO_8859_1);
    }

    private static List<Object> objects(String text, String origin) throws IOException {
        List<Object> items = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object item = parser.readObject(); item != null; item = parser.readObject()) {
                if (items.size() == OBJECTS_MAX) {
                    throw new IOException(origin + ": more than " + OBJECTS_MAX + " objects");
                }
                items.add(item);
            }
        } catch (PEMException | IllegalArgumentException e) {
            throw new IOException(origin + ": malformed PEM text", e);
        }
        return items;
    }

    /** One object as PEM text. */
    static String text(String type, byte[] encoded) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, encoded));
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return text.toString().replace("\r\n", "\n");
    }
}
