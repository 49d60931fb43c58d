package org.firmwarerecovery.update.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.SignedManifest;

/** Images and components that the tests of the engine share. */
final class Firmware {
    static final ComponentId BMC = new ComponentId("BMC");
    static final String SOFTWARE = "EXAMPLE-BMC-1";

    private Firmware() {}

    static Digest digest(int number) {
        return Digest.sha256(String.format("%064x", number));
    }

    /** An image of {@code chunks} chunks whose digests are made from {@code number}. */
    static SignedManifest image(int number, long securityVersion, int chunks) {
        List<Digest> list = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            list.add(digest(number * 1000 + i));
        }
        long size = (long) chunks * ChunkList.CHUNK_SIZE_MIN;
        Manifest manifest = new Manifest(
                Manifest.SCHEMA,
                "image " + number,
                Instant.EPOCH,
                SOFTWARE,
                null,
                List.of(new Manifest.Compatible(SOFTWARE, null, null, List.of())),
                number + ".0.0",
                "SemVer",
                null,
                securityVersion,
                null,
                Manifest.CONTAINER_RAW,
                new Manifest.Image(
                        List.of(digest(number * 1000 + 500)), new ChunkList(size, ChunkList.CHUNK_SIZE_MIN, list)),
                List.of());
        return new SignedManifest(
                digest(number), manifest, List.of(new SignedManifest.Signer("CN=Signer", Instant.EPOCH)), false);
    }

    /** The same image as a tarball of OpenBMC with one chunk of payload, which a vendor's key vouches for. */
    static SignedManifest tarball(SignedManifest raw) {
        Manifest manifest = raw.manifest();
        ChunkList chunk = new ChunkList(ChunkList.CHUNK_SIZE_MIN, ChunkList.CHUNK_SIZE_MIN, List.of(digest(4_000_001)));
        return new SignedManifest(
                raw.digest(),
                new Manifest(
                        Manifest.SCHEMA,
                        manifest.manifestId(),
                        Instant.EPOCH,
                        SOFTWARE,
                        null,
                        manifest.compatible(),
                        manifest.version(),
                        manifest.versionScheme(),
                        null,
                        manifest.securityVersion(),
                        null,
                        Manifest.CONTAINER_OPENBMC,
                        manifest.image(),
                        List.of(new Manifest.Payload(SOFTWARE, 0, 0, digest(4_000_000), chunk))),
                List.of(SignedManifest.Signer.vendorKey("test")),
                false);
    }

    static Digest payload(SignedManifest manifest) {
        return manifest.manifest().image().digest();
    }

    static Component component(BankId... banks) {
        return new Component(
                BMC,
                "BMC",
                SOFTWARE,
                "example",
                64L * ChunkList.CHUNK_SIZE_MIN,
                List.of(banks),
                0,
                3,
                Duration.ofSeconds(30));
    }

    static Moment at(long uptime, long chance) {
        return new Moment(
                uptime,
                Instant.EPOCH,
                String.format("%016x", chance * 0x9E3779B97F4A7C15L).repeat(4));
    }
}
