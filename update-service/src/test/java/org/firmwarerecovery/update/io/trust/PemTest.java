package org.firmwarerecovery.update.io.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.firmwarerecovery.update.io.trust.TestAuthority.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "RSA"})
    void keys_are_read_in_every_usual_form_and_are_of_the_platforms_own_type(String kind) throws Exception {
        KeyPair keys = kind.equals("RSA") ? TestAuthority.rsa(2048) : TestAuthority.ec(kind);
        String pkcs8 = Pem.text(keys.getPrivate());
        assertTrue(pkcs8.startsWith("-----BEGIN PRIVATE KEY-----\n"), "PKCS#8");
        String traditional = traditional(keys);
        assertFalse(traditional.equals(pkcs8));
        for (String text : List.of(
                pkcs8,
                traditional,
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n" + "-----END EC PARAMETERS-----\n" + traditional)) {
            PrivateKey read = Pem.privateKey(text, "test");
            assertEquals(keys.getPrivate().getAlgorithm(), read.getAlgorithm());
            assertFalse(read.getClass().getName().contains("bouncycastle"));
            assertTrue(KeyRules.match(read, keys.getPublic()));
        }
    }

    @Test
    void certificates_keep_their_order() throws Exception {
        TestAuthority root = TestAuthority.root();
        KeyMaterial leaf = root.issue(Wish.signer("Leaf"), TestAuthority.ec("secp256r1"));
        List<X509Certificate> read = Pem.certificates(Pem.text(leaf.chain()), "test");
        assertEquals(leaf.chain(), read);
        assertArrayEquals(leaf.chain().get(0).getEncoded(), read.get(0).getEncoded());
    }

    @Test
    void an_encrypted_key_is_refused_with_advice_and_errors_name_the_file() throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(
                    TestAuthority.ec("secp256r1").getPrivate(),
                    new JcePEMEncryptorBuilder("AES-128-CBC")
                            .setProvider(BouncyCastle.PROVIDER)
                            .build("secret".toCharArray()));
        }
        Path file = Files.writeString(folder.resolve("encrypted.key"), text.toString());
        String message = String.valueOf(
                assertThrows(IOException.class, () -> Pem.privateKey(file)).getMessage());
        assertTrue(message.startsWith(file.toString()) && message.contains("decrypt it first"), message);
    }

    @Test
    void a_file_without_what_is_asked_for_is_an_error() throws Exception {
        Path file = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
        assertThrows(IOException.class, () -> Pem.certificates(file));
        assertThrows(IOException.class, () -> Pem.privateKey(file));
        assertThrows(IOException.class, () -> Pem.revocationLists(file));
        assertThrows(
                IOException.class,
                () -> Pem.certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "test"));
        assertThrows(IOException.class, () -> Pem.certificates(folder.resolve("absent.pem")));
    }

    @Test
    void two_keys_in_one_text_are_an_error() throws Exception {
        String two = Pem.text(TestAuthority.ec("secp256r1").getPrivate())
                + Pem.text(TestAuthority.ec("secp256r1").getPrivate());
        assertThrows(IOException.class, () -> Pem.privateKey(two, "test"));
    }

    @Test
    void objects_are_read_to_the_limit_and_not_beyond() throws Exception {
        String one = Pem.text(List.of(TestAuthority.root().certificate()));
        assertEquals(
                Pem.OBJECTS_MAX,
                Pem.certificates(one.repeat(Pem.OBJECTS_MAX), "test").size());
        assertThrows(IOException.class, () -> Pem.certificates(one.repeat(Pem.OBJECTS_MAX + 1), "test"));
    }

    @Test
    void a_key_is_never_shown() throws Exception {
        KeyMaterial material = TestAuthority.root().material;
        assertEquals(
                "key of " + material.certificate().getSubjectX500Principal().getName(), material.toString());
    }

    /** PKCS#1 or SEC 1, as openssl writes it: an EC key with the name of its curve. */
    private static String traditional(KeyPair keys) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            if (keys.getPrivate() instanceof ECPrivateKey key) {
                ASN1Encodable curve = SubjectPublicKeyInfo.getInstance(
                                keys.getPublic().getEncoded())
                        .getAlgorithm()
                        .getParameters();
                writer.writeObject(new PemObject(
                        "EC PRIVATE KEY",
                        new org.bouncycastle.asn1.sec.ECPrivateKey(
                                        key.getParams().getOrder().bitLength(), key.getS(), curve)
                                .getEncoded()));
            } else {
                writer.writeObject(new PemObject(
                        "RSA PRIVATE KEY",
                        PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded())
                                .parsePrivateKey()
                                .toASN1Primitive()
                                .getEncoded()));
            }
        }
        return text.toString();
    }
}
