package org.firmwarerecovery.service.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.firmwarerecovery.service.cli.image.TrustFolder;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.update.io.trust.ManifestVerifier;
import org.firmwarerecovery.update.io.trust.Pem;
import org.firmwarerecovery.update.manifest.RevocationList;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code manifest revoke}: what it makes is what a node takes. */
@NullUnmarked // JUnit fills the fields.
class ManifestRevokeTest {
    @TempDir
    Path folder;

    private X509Certificate signer;

    private int execute(String... arguments) {
        Screen screen = new Screen(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false);
        return RootCommand.commandLine(new ImageInspectTest.NoLauncher(), screen)
                .execute(arguments);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void makeSigner() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        X500Name name = new X500Name("CN=Signer of lists");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                Date.from(Instant.parse("2099-01-01T00:00:00Z")),
                name,
                keys.getPublic());
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
        signer = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        Files.writeString(folder.resolve("signer.pem"), Pem.text(List.of(signer)));
        Files.writeString(folder.resolve("signer.key"), Pem.text(keys.getPrivate()));
    }

    @Test
    void a_list_strikes_out_certificates_and_manifests_and_is_signed() throws Exception {
        makeSigner();
        Files.write(folder.resolve("x.bin"), new byte[100]);
        String manifest = file("x.bin.manifest.json");
        String[] create = {
            "manifest",
            "create",
            file("x.bin"),
            "--software-id",
            "X",
            "--machine",
            "m",
            "--version",
            "1",
            "--security-version",
            "0",
            "--out",
            manifest
        };
        assertEquals(0, execute(create));
        String[] revoke = {
            "manifest",
            "revoke",
            "--sequence",
            "4",
            "--revoke",
            file("signer.pem"),
            "--revoke",
            manifest,
            "--key",
            file("signer.key"),
            "--cert",
            file("signer.pem"),
            "--out",
            file("revoked.json")
        };
        assertEquals(0, execute(revoke));
        byte[] text = Files.readAllBytes(folder.resolve("revoked.json"));
        RevocationList list = assertInstanceOf(RevocationList.Read.Ok.class, RevocationList.read(text))
                .list();
        assertEquals(4, list.sequence());
        assertEquals(
                List.of(1, 1, 1),
                List.of(
                        list.certificates().size(),
                        list.keys().size(),
                        list.manifests().size()));
        ManifestVerifier verifier = new ManifestVerifier(List.of(signer), 1, TrustFolder.clock(), List.of());
        byte[] signature = Files.readAllBytes(folder.resolve("revoked.json.p7s"));
        assertEquals(Optional.empty(), verifier.refusal(text, signature));
        assertTrue(verifier.revoking(list).refusal(text, signature).isPresent());
    }

    @Test
    void what_no_node_would_take_is_not_made() throws Exception {
        makeSigner();
        String[] zero = {
            "manifest",
            "revoke",
            "--sequence",
            "0",
            "--revoke",
            file("signer.pem"),
            "--key",
            file("signer.key"),
            "--cert",
            file("signer.pem"),
            "--out",
            file("revoked.json")
        };
        assertEquals(ExitStatus.FAILED, execute(zero));
        assertEquals(ExitStatus.USAGE, execute("manifest", "revoke", "--sequence", "1"));
        assertTrue(Files.notExists(folder.resolve("revoked.json")));
    }
}
