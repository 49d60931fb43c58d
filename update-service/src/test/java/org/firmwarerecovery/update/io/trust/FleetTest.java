package org.firmwarerecovery.update.io.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.firmwarerecovery.update.io.trust.FleetTrust.Authorised;
import org.firmwarerecovery.update.io.trust.FleetTrust.NotTrusted;
import org.firmwarerecovery.update.io.trust.TestAuthority.Wish;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {
    private static final String UUID = "0f6d2c3a-1111-4222-8333-0123456789ab";
    private static final String OTHER = "0f6d2c3a-1111-4222-8333-0123456789ac";

    @TempDir
    Path folder;

    @Test
    void a_new_fleet_is_readable_by_its_owner_only_and_never_replaced() throws Exception {
        Path home = folder.resolve("fleet");
        X509Certificate authority = FleetAuthority.create(home).certificate();
        assertEquals(List.of("fleet-ca.key", "fleet-ca.pem", "fleet.key"), ownerOnlyFiles(home));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home)));
        assertEquals(65, Files.size(home.resolve("fleet.key")));
        assertThrows(FileAlreadyExistsException.class, () -> FleetAuthority.create(home));
        assertEquals(authority, FleetAuthority.open(home).certificate());
        assertEquals(BuildTime.instant(), authority.getNotBefore().toInstant());
        assertEquals("9999-12-31T23:59:59Z", authority.getNotAfter().toInstant().toString());
        assertEquals(0, authority.getBasicConstraints());
    }

    @Test
    void an_enrolled_node_has_four_files_and_is_authorised_with_its_roles() throws Exception {
        Path home = folder.resolve("fleet");
        Path node = folder.resolve("node");
        FleetAuthority.create(home);
        FleetIdentity enrolled = FleetAuthority.open(home)
                .enroll("bmc-01", UUID.toUpperCase(Locale.ROOT), List.of(PeerRole.DONOR, PeerRole.RECIPIENT), node);
        assertEquals(new FleetIdentity(UUID, List.of(PeerRole.RECIPIENT, PeerRole.DONOR)), enrolled);
        assertEquals(List.of("fleet-ca.pem", "fleet.key", "node.key", "node.pem"), ownerOnlyFiles(node));
        assertArrayEquals(
                FleetAuthority.readFleetKey(home.resolve("fleet.key")),
                FleetAuthority.readFleetKey(node.resolve("fleet.key")));
        KeyMaterial material = KeyMaterial.read(node.resolve("node.pem"), node.resolve("node.key"));
        assertEquals(
                "CN=bmc-01", material.certificate().getSubjectX500Principal().getName());
        FleetTrust trust = FleetTrust.ofFile(node.resolve("fleet-ca.pem"), TestAuthority.clock());
        Authorised expected = new Authorised(UUID, List.of(PeerRole.RECIPIENT, PeerRole.DONOR), false);
        assertEquals(expected, trust.authorise(material.chain()));
        assertEquals(expected, trust.authoriseServer(material.chain(), UUID));
        assertNotTrusted(trust.authoriseServer(material.chain(), OTHER), "is node " + UUID);
    }

    @Test
    void a_node_is_enrolled_once_with_a_name_a_uuid_and_a_role() throws Exception {
        FleetAuthority fleet = FleetAuthority.create(folder.resolve("fleet"));
        Path node = folder.resolve("node");
        fleet.enroll("a", UUID, List.of(PeerRole.DONOR), node);
        assertThrows(FileAlreadyExistsException.class, () -> fleet.enroll("a", UUID, List.of(PeerRole.DONOR), node));
        Path next = folder.resolve("next");
        assertThrows(IOException.class, () -> fleet.enroll("a", "1234", List.of(PeerRole.DONOR), next));
        assertThrows(IOException.class, () -> fleet.enroll("a", UUID, List.of(), next));
        assertThrows(IOException.class, () -> fleet.enroll("a,CN=b", UUID, List.of(PeerRole.DONOR), next));
        assertTrue(Files.notExists(next));
    }

    @Test
    void strangers_are_not_trusted_and_the_reason_says_why() throws Exception {
        Path home = folder.resolve("fleet");
        FleetTrust trust = new FleetTrust(List.of(FleetAuthority.create(home).certificate()), TestAuthority.clock());
        FleetAuthority other = FleetAuthority.create(folder.resolve("other"));
        other.enroll("a", UUID, List.of(PeerRole.DONOR), folder.resolve("stranger"));
        assertNotTrusted(
                trust.authorise(Pem.certificates(folder.resolve("stranger").resolve("node.pem"))), "no valid chain");
        assertNotTrusted(trust.authorise(List.of()), "no certificate");
        assertNotTrusted(trust.authorise(Pem.certificates(home.resolve("fleet-ca.pem"))), "authority, not a node's");
    }

    @Test
    void a_certificate_of_the_fleet_needs_one_node_name_and_the_right_purpose() throws Exception {
        TestAuthority authority = TestAuthority.root();
        FleetTrust trust = new FleetTrust(List.of(authority.certificate()), TestAuthority.clock());
        GeneralName name = new GeneralName(GeneralName.dNSName, FleetIdentity.hostOf(UUID));
        GeneralName second = new GeneralName(GeneralName.dNSName, FleetIdentity.hostOf(OTHER));
        GeneralName role = new GeneralName(GeneralName.uniformResourceIdentifier, "urn:firmwarerecovery:role:donor");
        GeneralName unknown = new GeneralName(GeneralName.uniformResourceIdentifier, "urn:firmwarerecovery:role:king");
        Wish client = Wish.signer("Client").purpose(KeyPurposeId.id_kp_clientAuth);
        assertEquals(
                new Authorised(UUID, List.of(PeerRole.DONOR), false),
                trust.authorise(chain(authority, client.names(name, role, unknown))));
        assertNotTrusted(trust.authoriseServer(chain(authority, client.names(name)), UUID), "serverAuth");
        assertNotTrusted(trust.authorise(chain(authority, client)), "names no node");
        assertNotTrusted(trust.authorise(chain(authority, client.names(name, second))), "names no node");
        assertNotTrusted(trust.authorise(chain(authority, Wish.signer("Signer").names(name))), "clientAuth");
    }

    @Test
    void without_a_clock_an_expired_node_is_still_a_peer_and_the_verdict_says_so() throws Exception {
        TestAuthority authority = TestAuthority.root();
        Wish old = Wish.signer("Old")
                .purpose(KeyPurposeId.id_kp_clientAuth)
                .names(new GeneralName(GeneralName.dNSName, FleetIdentity.hostOf(UUID)))
                .valid(TestAuthority.BEGIN, TestAuthority.BEGIN.plusSeconds(60));
        List<X509Certificate> chain = chain(authority, old);
        List<X509Certificate> roots = List.of(authority.certificate());
        assertNotTrusted(new FleetTrust(roots, TestAuthority.clock()).authorise(chain), "was valid until");
        ClockRule unset = TestAuthority.clock(TrustTime.AUTO, "1970-01-01T00:00:00Z", "2026-12-01T00:00:00Z");
        assertEquals(new Authorised(UUID, List.of(), true), new FleetTrust(roots, unset).authorise(chain));
    }

    @Test
    void host_names_of_nodes_are_recognised_exactly() {
        assertEquals(UUID, FleetIdentity.uuidOfHost(FleetIdentity.hostOf(UUID)).orElseThrow());
        assertTrue(FleetIdentity.uuidOfHost(FleetIdentity.hostOf(UUID) + ".example")
                .isEmpty());
        assertTrue(FleetIdentity.uuidOfHost("x" + FleetIdentity.hostOf(UUID)).isEmpty());
        assertTrue(FleetIdentity.uuidOfHost("localhost").isEmpty());
    }

    @Test
    void a_damaged_fleet_key_is_an_error() throws Exception {
        Path file = Files.writeString(folder.resolve("fleet.key"), "00".repeat(31) + "\n");
        assertThrows(IOException.class, () -> FleetAuthority.readFleetKey(file));
    }

    private static List<X509Certificate> chain(TestAuthority authority, Wish wish) throws Exception {
        return authority.issue(wish, TestAuthority.ec("secp256r1")).chain();
    }

    private static void assertNotTrusted(FleetTrust.Verdict verdict, String part) {
        String reason = assertInstanceOf(NotTrusted.class, verdict).reason();
        assertTrue(reason.contains(part), reason);
    }

    private static List<String> ownerOnlyFiles(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.sorted()
                    .map(file -> {
                        try {
                            assertEquals(
                                    "rw-------",
                                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                                    file::toString);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                        return file.getFileName().toString();
                    })
                    .toList();
        }
    }
}
