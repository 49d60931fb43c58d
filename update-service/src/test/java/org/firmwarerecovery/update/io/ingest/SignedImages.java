package org.firmwarerecovery.update.io.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.flash.RunningDigest;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.ManifestSigner;
import org.firmwarerecovery.update.io.trust.ManifestVerifier;
import org.firmwarerecovery.update.io.trust.TrustTime;
import org.firmwarerecovery.update.io.trust.Verified;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.Manifest.Payload;
import org.firmwarerecovery.update.manifest.ManifestCodec;
import org.firmwarerecovery.update.manifest.SignedManifest;

/** A firmware vendor of its own: images of noise with really signed manifests, and the verifier that believes them. */
public final class SignedImages {
    /** SoftwareId of all its images. */
    public static final String SOFTWARE = "EXAMPLE-BMC-1";
    /** Chunk size of all its images. */
    public static final int CHUNK = ChunkList.CHUNK_SIZE_MIN;

    private final ManifestSigner signer;
    private final ManifestVerifier verifier;

    private SignedImages(ManifestSigner signer, ManifestVerifier verifier) {
        this.signer = signer;
        this.verifier = verifier;
    }

    /** An image with its manifest as bytes and as verified content. */
    public static final class Signed {
        private final byte[] image;
        private final ManifestPair pair;
        private final SignedManifest manifest;

        private Signed(byte[] image, ManifestPair pair, SignedManifest manifest) {
            this.image = image;
            this.pair = pair;
            this.manifest = manifest;
        }

        /** The bytes. */
        public byte[] image() {
            return image;
        }

        /** Manifest and signature. */
        public ManifestPair pair() {
            return pair;
        }

        /** The verified manifest. */
        public SignedManifest manifest() {
            return manifest;
        }
    }

    /** A vendor with a fresh key. */
    public static SignedImages create() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        X500Name name = new X500Name("CN=Test vendor");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                Date.from(Instant.parse("2099-01-01T00:00:00Z")),
                name,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
        byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        ClockRule clock = new ClockRule(TrustTime.AUTO, Instant::now, () -> Instant.EPOCH);
        return new SignedImages(
                new ManifestSigner(new KeyMaterial(keys.getPrivate(), List.of(certificate))),
                new ManifestVerifier(List.of(certificate), 1, clock, List.of()));
    }

    /** The verifier that believes this vendor. */
    public ManifestVerifier verifier() {
        return verifier;
    }

    /** The vendor's signature over a document of another kind. */
    public byte[] signature(byte[] document) throws IOException {
        return signer.sign(document, Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** An image of {@code size} bytes of noise, signed. */
    public Signed image(int seed, int size) throws Exception {
        byte[] image = new byte[size];
        new Random(seed).nextBytes(image);
        return sign(image, List.of(digest(image)));
    }

    /** The same for another SoftwareId, with another version and security version. */
    public Signed image(int seed, int size, String softwareId, String version, long securityVersion) throws Exception {
        byte[] image = new byte[size];
        new Random(seed).nextBytes(image);
        return sign(
                image,
                List.of(digest(image)),
                manifest -> new Manifest(
                        manifest.schema(),
                        manifest.manifestId(),
                        manifest.created(),
                        softwareId,
                        manifest.manufacturer(),
                        List.of(new Manifest.Compatible(softwareId, null, null, List.of())),
                        version,
                        manifest.versionScheme(),
                        manifest.comparisonStamp(),
                        securityVersion,
                        manifest.lowestSupportedVersion(),
                        manifest.container(),
                        manifest.image(),
                        manifest.payloads()));
    }

    /** An image whose manifest gives these digests of the whole, right or not. */
    public Signed sign(byte[] image, List<Digest> whole) throws Exception {
        return sign(image, whole, manifest -> manifest);
    }

    /** An image in a container, and what its manifest says of the inside, right or not. */
    public Signed container(byte[] image, String container, String version, List<Payload> payloads) throws Exception {
        return sign(
                image,
                List.of(digest(image)),
                manifest -> new Manifest(
                        manifest.schema(),
                        manifest.manifestId(),
                        manifest.created(),
                        manifest.softwareId(),
                        manifest.manufacturer(),
                        manifest.compatible(),
                        version,
                        "opaque",
                        manifest.comparisonStamp(),
                        manifest.securityVersion(),
                        manifest.lowestSupportedVersion(),
                        container,
                        manifest.image(),
                        payloads));
    }

    /** A payload for {@link #SOFTWARE}: {@code size} bytes of {@code image} at {@code offset}. */
    public static Payload payload(byte[] image, int offset, int size) {
        byte[] bytes = Arrays.copyOfRange(image, offset, offset + size);
        return new Payload(SOFTWARE, offset, 0, digest(bytes), new ChunkList(size, CHUNK, chunks(bytes)));
    }

    private static List<Digest> chunks(byte[] bytes) {
        List<Digest> chunks = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += CHUNK) {
            chunks.add(digest(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + CHUNK))));
        }
        return chunks;
    }

    /** Another manifest of the same image: what it says of the chunks is wrong. */
    public Signed withWrongChunks(Signed right) throws Exception {
        Manifest.Image image = right.manifest().manifest().image();
        List<Digest> wrong = new ArrayList<>(image.chunks().digests());
        Collections.reverse(wrong);
        return sign(
                right.image(),
                image.digests(),
                manifest -> new Manifest(
                        manifest.schema(),
                        manifest.manifestId(),
                        manifest.created(),
                        manifest.softwareId(),
                        manifest.manufacturer(),
                        manifest.compatible(),
                        manifest.version(),
                        manifest.versionScheme(),
                        manifest.comparisonStamp(),
                        manifest.securityVersion(),
                        manifest.lowestSupportedVersion(),
                        manifest.container(),
                        new Manifest.Image(
                                image.digests(),
                                new ChunkList(
                                        image.chunks().size(), image.chunks().chunkSize(), wrong)),
                        manifest.payloads()));
    }

    private Signed sign(byte[] image, List<Digest> whole, UnaryOperator<Manifest> change) throws Exception {
        Manifest manifest = new Manifest(
                Manifest.SCHEMA,
                "00000000-0000-0000-0000-00000000000" + (image.length % 10),
                Instant.parse("2026-01-01T00:00:00Z"),
                SOFTWARE,
                null,
                List.of(new Manifest.Compatible(SOFTWARE, null, null, List.of())),
                "1.0.0",
                "SemVer",
                null,
                1,
                null,
                Manifest.CONTAINER_RAW,
                new Manifest.Image(whole, new ChunkList(image.length, CHUNK, chunks(image))),
                List.of());
        byte[] text = ManifestCodec.write(change.apply(manifest));
        ManifestPair pair = ManifestPair.of(text, signer.sign(text, Instant.parse("2026-02-01T00:00:00Z")));
        Verified verified =
                verifier.verify(pair.manifest().array(), pair.signature().array());
        if (verified instanceof Verified.Refused refused) {
            throw new IllegalStateException(refused.rejection().text());
        }
        return new Signed(image, pair, ((Verified.Ok) verified).manifest());
    }

    /** SHA-256 of {@code bytes}. */
    public static Digest digest(byte[] bytes) {
        return RunningDigest.of(Digest.SHA_256, bytes);
    }
}
