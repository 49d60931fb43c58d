package org.firmwarerecovery.update.power;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.flash.Flash;
import org.firmwarerecovery.update.io.ingest.SignedImages;
import org.firmwarerecovery.update.io.ingest.SignedImages.Signed;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.trust.Verified;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.policy.DowngradeRule;
import org.firmwarerecovery.update.policy.Policy;
import org.jspecify.annotations.Nullable;

/** A board with two components of two small banks each, and all firmware that was ever signed for it. */
final class Board {
    static final ComponentId BMC = new ComponentId("BMC");
    static final ComponentId BIOS = new ComponentId("BIOS");
    /** Size of every bank: four sectors of {@link Sectors#BYTES}, which are torn and reordered. */
    static final int BANK_BYTES = 4 * Sectors.BYTES;

    private static final int IMAGE_BYTES = 2 * Sectors.BYTES + 300;

    final List<Component> components = List.of(component(BMC), component(BIOS));
    final Policy policy = policy();
    private final SignedImages vendor = SignedImages.create();
    private final TreeMap<String, Signed> images = new TreeMap<>();
    private final TreeMap<String, Verified> verdicts = new TreeMap<>();

    Board() throws Exception {
        int seed = 1;
        for (Component component : components) {
            for (int version = 1; version <= 2; version++) {
                images.put(
                        component.id() + "-" + version,
                        vendor.image(seed++, IMAGE_BYTES, component.softwareId(), version + ".0.0", version));
            }
        }
    }

    private static Component component(ComponentId id) {
        return new Component(
                id,
                id.value(),
                "EXAMPLE-" + id,
                null,
                BANK_BYTES,
                List.of(BankId.A, BankId.B),
                0,
                3,
                Duration.ofSeconds(30));
    }

    /** What the node is told; with a fleet there is one donor it may ask. */
    NodeSettings settings(boolean fleet) {
        return new NodeSettings(
                "00000000-0000-4000-8000-000000000000",
                List.of(PeerRole.RECIPIENT),
                components,
                fleet ? Donor.peers() : List.of(),
                fleet,
                false,
                true,
                Duration.ZERO,
                NodeLimits.defaults());
    }

    /** An operator may ask for an older image, so that nothing but the floor is in its way. */
    private static Policy policy() {
        Policy p = Policy.defaults();
        return new Policy(
                p.onFinding(),
                p.sources(),
                p.mirror(),
                p.preferences(),
                DowngradeRule.OPERATOR,
                p.baseline(),
                p.donateAfter(),
                p.offersMax(),
                p.slots(),
                p.collect(),
                p.attempts(),
                p.writesPerDay());
    }

    /** Image {@code version} (1 or 2, which is its security version, too) of a component. */
    Signed image(ComponentId component, int version) {
        return Objects.requireNonNull(images.get(component + "-" + version));
    }

    /** Verdicts are remembered: the same bytes come thousands of times, and a signature takes a millisecond. */
    VerifiedPairs pairs() {
        return new VerifiedPairs(pair -> verdicts.computeIfAbsent(
                Arrays.hashCode(pair.manifest().array()) + "/"
                        + Arrays.hashCode(pair.signature().array()),
                key -> vendor.verifier()
                        .verify(pair.manifest().array(), pair.signature().array())));
    }

    SignedManifest manifest(Digest digest) {
        return images.values().stream()
                .map(Signed::manifest)
                .filter(manifest -> manifest.digest().equals(digest))
                .findFirst()
                .orElseThrow();
    }

    /** The image of which a bank holds every byte and nothing else, null when there is none. */
    @Nullable
    Signed holds(byte[] bank) {
        for (Signed signed : images.values()) {
            byte[] whole = erased();
            System.arraycopy(signed.image(), 0, whole, 0, signed.image().length);
            if (Arrays.equals(whole, bank)) {
                return signed;
            }
        }
        return null;
    }

    /** The image whose manifest has these bytes, null when there is none. */
    @Nullable
    Signed named(byte[] manifest) {
        return images.values().stream()
                .filter(signed -> Arrays.equals(signed.pair().manifest().array(), manifest))
                .findFirst()
                .orElse(null);
    }

    static byte[] erased() {
        byte[] bytes = new byte[BANK_BYTES];
        Arrays.fill(bytes, Flash.ERASED);
        return bytes;
    }

    static String bankFile(ComponentId component, BankId bank) {
        return PowerNode.STATE + "/banks/" + component + "/" + bank.fileStem() + ".img";
    }

    /** Both copies of the manifest beside a bank. */
    static List<String> manifestFiles(ComponentId component, BankId bank) {
        List<String> files = new ArrayList<>();
        for (String folder : List.of("/banks/", "/boot/manifests/")) {
            files.add(PowerNode.STATE + folder + component + "/" + bank.fileStem() + ".manifest.json");
        }
        return files;
    }

    /** Bytes of a bank; an absent file is an erased bank. */
    static byte[] bank(FaultyDisk disk, ComponentId component, BankId bank) {
        byte[] bytes = disk.read(bankFile(component, bank));
        return bytes == null ? erased() : bytes;
    }

    static TreeSet<Digest> digests(Signed... signed) {
        TreeSet<Digest> digests = new TreeSet<>();
        for (Signed one : signed) {
            digests.add(one.manifest().digest());
        }
        return digests;
    }
}
