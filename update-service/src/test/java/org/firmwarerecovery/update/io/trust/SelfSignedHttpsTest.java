package org.firmwarerecovery.update.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedHttpsTest {
    @TempDir
    Path folder;

    @Test
    void the_certificate_names_the_node_and_its_addresses_and_has_no_end() throws Exception {
        X509Certificate certificate = SelfSignedHttps.openOrCreate(
                        folder.resolve("https"),
                        "BMC-01.example",
                        List.of(
                                address("127.0.0.1"), address("::1"),
                                address("0.0.0.0"), address("fe80::1")))
                .certificate();
        List<String> names = new ArrayList<>();
        for (List<?> name : certificate.getSubjectAlternativeNames()) {
            names.add(name.get(0) + " " + name.get(1));
        }
        assertEquals(
                List.of("2 localhost", "2 bmc-01.example", "7 127.0.0.1", "7 0:0:0:0:0:0:0:1", "7 fe80:0:0:0:0:0:0:1"),
                names);
        assertEquals(BuildTime.instant(), certificate.getNotBefore().toInstant());
        assertEquals(CertificateIssuer.NO_END, certificate.getNotAfter().toInstant());
        assertEquals(List.of(KeyRules.SERVER_AUTH), certificate.getExtendedKeyUsage());
        assertEquals(-1, certificate.getBasicConstraints());
    }

    @Test
    void it_is_made_once_and_its_key_is_the_owners_alone() throws Exception {
        Path home = folder.resolve("identity").resolve("https");
        KeyMaterial first = SelfSignedHttps.openOrCreate(home, "bmc-01", List.of());
        KeyMaterial second = SelfSignedHttps.openOrCreate(home, "renamed", List.of());
        assertEquals(first.chain(), second.chain());
        for (String name : List.of(SelfSignedHttps.KEY_FILE, SelfSignedHttps.CERTIFICATE_FILE)) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))));
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home)));
    }

    @Test
    void a_key_left_by_a_power_cut_is_replaced_and_a_foreign_one_is_an_error() throws Exception {
        KeyMaterial first = SelfSignedHttps.openOrCreate(folder, "bmc-01", List.of());
        Files.delete(folder.resolve(SelfSignedHttps.CERTIFICATE_FILE));
        KeyMaterial second = SelfSignedHttps.openOrCreate(folder, "bmc-01", List.of());
        assertNotEquals(first.certificate(), second.certificate());
        Files.writeString(folder.resolve(SelfSignedHttps.KEY_FILE), Pem.text(first.key()));
        assertThrows(IOException.class, () -> SelfSignedHttps.openOrCreate(folder, "bmc-01", List.of()));
    }

    @Test
    void a_host_name_that_is_no_dns_name_is_left_out() throws Exception {
        X509Certificate certificate = SelfSignedHttps.openOrCreate(folder, "my bmc, O=evil", List.of())
                .certificate();
        assertEquals("CN=localhost", certificate.getSubjectX500Principal().getName());
        assertEquals(1, certificate.getSubjectAlternativeNames().size());
    }

    @Test
    void no_more_addresses_are_named_than_the_limit() throws Exception {
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = 0; i <= SelfSignedHttps.ADDRESSES_MAX; i++) {
            addresses.add(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) i}));
        }
        X509Certificate certificate =
                SelfSignedHttps.openOrCreate(folder, "bmc-01", addresses).certificate();
        assertTrue(certificate.getSubjectAlternativeNames().size() <= SelfSignedHttps.ADDRESSES_MAX + 2);
    }

    private static InetAddress address(String literal) throws IOException {
        return InetAddress.getAllByName(literal)[0];
    }
}
