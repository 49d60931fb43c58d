package org.firmwarerecovery.redfish.oem;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;

/** One sample of each OEM record with every member set. */
public final class OemSamples {
    /** Where the OEM part of the tree begins. */
    public static final String BASE = "/redfish/v1/UpdateService/Oem/FirmwareRecovery";

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final String UUID = "92384634-2938-2342-8820-489239905423";
    private static final String DIGEST = "ab".repeat(32);

    private OemSamples() {}

    /** Extension of the update service. */
    public static Oem<UpdateServiceExtension> updateService() {
        return new Oem<>(new UpdateServiceExtension(
                Link.to(BASE), Link.to(BASE + "/Peers"), Link.to(BASE + "/Offers"), Link.to(BASE + "/Recoveries")));
    }

    /** Extension of an inventory member. */
    public static Oem<SoftwareInventoryExtension> softwareInventory() {
        return new Oem<>(SoftwareInventoryExtension.builder()
                .component("BMC")
                .bank("A")
                .state("Good")
                .stateDetail("equals its manifest")
                .manifestDigest(DIGEST)
                .imageDigest(DIGEST)
                .payloadDigest(DIGEST)
                .versionScheme("git-describe")
                .securityVersion(3L)
                .securityVersionFloor(2L)
                .lastVerified(NOW)
                .donates(true)
                .machines(List.of("example"))
                .storedIn("Library")
                .approved(true)
                .manifestDataURI("/redfish/v1/UpdateService/LocalImageStore/1/image.manifest.json")
                .signatureDataURI("/redfish/v1/UpdateService/LocalImageStore/1/image.manifest.json.p7s")
                .build());
    }

    /** Extension of a measured component. */
    public static Oem<ComponentIntegrityExtension> componentIntegrity() {
        return new Oem<>(ComponentIntegrityExtension.builder()
                .component("BMC")
                .bank("A")
                .state("Good")
                .hashAlgorithm("sha-256")
                .expectedDigest(DIGEST)
                .measuredDigest(DIGEST)
                .manifestDigest(DIGEST)
                .securityVersion(3L)
                .build());
    }

    /** Extension of a manager. */
    public static Oem<ManagerExtension> manager() {
        return new Oem<>(new ManagerExtension(Link.to(BASE), List.of("Recipient", "Donor"), false, 4711L));
    }

    /** Extension of a task. */
    public static Oem<TaskExtension> task() {
        return new Oem<>(new TaskExtension(Link.to(BASE + "/Recoveries/1")));
    }

    static FirmwareRecoveryService service() {
        return FirmwareRecoveryService.builder()
                .serviceEnabled(true)
                .status(new Status("Enabled", Health.OK, Health.OK))
                .roles(List.of("Recipient", "Donor", "Console"))
                .policy(policy())
                .scan(new ScanSettings(Duration.ofHours(24), 8L << 20, NOW))
                .fleet(new FleetSummary(true, true, DIGEST, NOW))
                .library(new LibrarySummary(
                        List.of(new LibrarySummary.LibraryEntry(
                                "bmc.bundle",
                                "Waiting",
                                "it is not approved",
                                64L << 20,
                                "EXAMPLE-BMC-1",
                                "2.4.1",
                                DIGEST,
                                Link.to("/redfish/v1/UpdateService/LocalImageStore/0123456789abcdef"))),
                        true,
                        "the folder cannot be read"))
                .counters(new RecoveryCounters(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 14L, 15L, 16L, 17L))
                .peers(Link.to(BASE + "/Peers"))
                .offers(Link.to(BASE + "/Offers"))
                .recoveries(Link.to(BASE + "/Recoveries"))
                .build();
    }

    private static RecoveryPolicy policy() {
        return RecoveryPolicy.builder()
                .onFinding("Repair")
                .sources(List.of("OtherBank", "Golden", "ImageStore", "Network"))
                .redundancy("Mirror")
                .preferences(List.of("SameVersion", "NewestVersion", "ConsoleFirst", "LeastLoaded", "Nearest"))
                .allowDowngrade("RecoveryOnly")
                .baseline(List.of(new BaselineEntry("EXAMPLE-BMC-1", List.of(DIGEST))))
                .donateAfter(Duration.ofHours(1))
                .offersMax(32L)
                .slots(5L)
                .collect(Duration.ofMillis(1500))
                .attempts(8L)
                .writesPerDay(20L)
                .build();
    }

    static FirmwarePeer peer() {
        return FirmwarePeer.builder()
                .uuid(UUID)
                .addresses(List.of("https://192.0.2.7:8443"))
                .networkInterface("eth0")
                .origin("Static")
                .roles(List.of("Donor"))
                .trusted(true)
                .reachable(true)
                .lastSeen(NOW)
                .lastFailure("none")
                .score(100L)
                .inventoryRead(NOW)
                .images(List.of(PeerImage.builder()
                        .softwareId("EXAMPLE-BMC-1")
                        .version("2.4.1")
                        .versionScheme("SemVer")
                        .securityVersion(3L)
                        .manifestDigest(DIGEST)
                        .sizeBytes(1L)
                        .donates(true)
                        .build()))
                .build();
    }

    static FirmwareOffer offer() {
        return FirmwareOffer.builder()
                .state("Accepted")
                .requestId("0".repeat(32))
                .recipientUUID(UUID)
                .softwareId("EXAMPLE-BMC-1")
                .version("2.4.1")
                .versionScheme("SemVer")
                .securityVersion(3L)
                .manifestDigest(DIGEST)
                .machine("example")
                .imageDigest(DIGEST)
                .sizeBytes(64L << 20)
                .image(Link.to("/redfish/v1/UpdateService/LocalImageStore/0123456789abcdef"))
                .transferMode("Pull")
                .validUntil(NOW)
                .validSeconds(30L)
                .leaseExpires(NOW)
                .leaseSeconds(60L)
                .load(new DonorLoad(1L, 5L))
                .bytesSent(0L)
                .result("Verified")
                .resultReason("all checks passed")
                .build();
    }

    static FirmwareRecoveryRecord record() {
        return FirmwareRecoveryRecord.builder()
                .component("BMC")
                .bank("A")
                .softwareId("EXAMPLE-BMC-1")
                .finding("ScanFailed")
                .state("Healthy")
                .started(NOW)
                .ended(NOW)
                .durationMillis(4200L)
                .attempts(1L)
                .nextAttempt(NOW)
                .result("Recovered")
                .resultReason("confirmed")
                .donor(new RecoveryDonor(UUID, "Donor", "https://192.0.2.7:8443", "2.4.1", DIGEST))
                .candidates(List.of(RecoveryCandidate.builder()
                        .peerUUID(UUID)
                        .role("Donor")
                        .address("https://192.0.2.7:8443")
                        .version("2.4.1")
                        .manifestDigest(DIGEST)
                        .rank(1L)
                        .chosen(true)
                        .eligible(true)
                        .reasons(List.of("SameVersion"))
                        .build()))
                .bytesPerDonor(List.of(new DonorBytes(UUID, 64L << 20)))
                .task(Link.to("/redfish/v1/TaskService/Tasks/1"))
                .timeline(List.of(TimelineEntry.builder()
                        .state("Finding")
                        .at(NOW)
                        .durationMillis(0L)
                        .messageId("FirmwareRecovery.1.0.FindingRaised")
                        .message("Bank A needs replacing.")
                        .messageArgs(List.of("BMC", "A", "ScanFailed"))
                        .build()))
                .build();
    }
}
