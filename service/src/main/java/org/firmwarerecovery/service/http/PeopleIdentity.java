package org.firmwarerecovery.service.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate people see, in {@code identity/https}: {@code key.pem} (PKCS #8, mode 0600) and {@code cert.pem} (own
 * certificate first). A node without one makes a self-signed P-256 certificate at its first start.
 */
public final class PeopleIdentity {
    // The end of time of RFC 5280, 4.1.2.5: a BMC's clock may be anywhere, and people compare fingerprints.
    private static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");
    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final int MIME_LINE = 64;
    private static final int COMMON_NAME_MAX = 64;

    private PeopleIdentity() {}

    /**
     * Loads the identity, or makes one.
     *
     * @param folder {@code identity/https}
     * @param commonName subject of a new certificate: the node's name
     * @param notBefore start of a new certificate: the build time, because the clock may be unset
     * @param addresses addresses a new certificate names beside {@code localhost} and {@code commonName}
     */
    public static TlsIdentity loadOrCreate(
            Path folder, String commonName, Instant notBefore, List<InetAddress> addresses, SecureRandom random)
            throws IOException, GeneralSecurityException {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("cert.pem");
        if (!Files.exists(key) || !Files.exists(certificate)) {
            TlsIdentity made = selfSigned(commonName, notBefore, addresses, random);
            save(folder, made);
            return made;
        }
        return new TlsIdentity(readKey(key, readChain(certificate)), readChain(certificate));
    }

    /** Makes a self-signed P-256 identity without writing it. */
    public static TlsIdentity selfSigned(
            String commonName, Instant notBefore, List<InetAddress> addresses, SecureRandom random)
            throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        String shortName = commonName.substring(0, Math.min(commonName.length(), COMMON_NAME_MAX));
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, shortName)
                .build();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(126, random).setBit(126),
                Date.from(notBefore),
                Date.from(NO_END),
                subject,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(commonName, addresses));
        try {
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
            return new TlsIdentity(pair.getPrivate(), List.of(certificate));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign a certificate", e);
        }
    }

    private static GeneralNames alternativeNames(String commonName, List<InetAddress> addresses) {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        if (commonName.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?") && !commonName.equals("localhost")) {
            names.add(new GeneralName(GeneralName.dNSName, commonName));
        }
        for (InetAddress address : addresses) {
            String text = address.getHostAddress();
            int zone = text.indexOf('%');
            names.add(new GeneralName(GeneralName.iPAddress, zone < 0 ? text : text.substring(0, zone)));
        }
        return new GeneralNames(names.toArray(new GeneralName[0]));
    }

    /** Writes both files, each by temp + force + rename, the key first and for the owner only. */
    public static void save(Path folder, TlsIdentity identity) throws IOException {
        Files.createDirectories(folder);
        StringBuilder chain = new StringBuilder();
        for (X509Certificate certificate : identity.chain()) {
            try {
                chain.append(pem("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateException e) {
                throw new IOException("certificate cannot be encoded", e);
            }
        }
        byte[] encodedKey = identity.key().getEncoded();
        if (encodedKey == null) {
            throw new IOException("the private key cannot be exported");
        }
        write(folder, "key.pem", pem("PRIVATE KEY", encodedKey), "rw-------");
        write(folder, "cert.pem", chain.toString(), "rw-r--r--");
    }

    private static void write(Path folder, String name, String text, String mode) throws IOException {
        Path fresh = folder.resolve(name + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    private static List<X509Certificate> readChain(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (Certificate certificate : factory.generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            chain.add((X509Certificate) certificate);
        }
        if (chain.isEmpty()) {
            throw new CertificateException(file + " holds no certificate");
        }
        return chain;
    }

    private static PrivateKey readKey(Path file, List<X509Certificate> chain)
            throws IOException, GeneralSecurityException {
        Matcher matcher = PEM_KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!matcher.find()) {
            throw new GeneralSecurityException(file + " holds no PKCS #8 key in PEM form");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
        String algorithm = chain.get(0).getPublicKey().getAlgorithm();
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static String pem(String label, byte[] encoded) {
        String body = Base64.getMimeEncoder(MIME_LINE, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
