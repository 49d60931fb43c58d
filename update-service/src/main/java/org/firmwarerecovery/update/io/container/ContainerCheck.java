package org.firmwarerecovery.update.io.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.container.Inspection.Device;
import org.firmwarerecovery.update.io.container.Inspection.Identity;
import org.firmwarerecovery.update.io.flash.RunningDigest;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.Manifest.Compatible;
import org.firmwarerecovery.update.manifest.Manifest.Payload;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.version.VersionOrder;

/**
 * Holds an image against the signed manifest that describes it (images.md 4.2, cross-checks). The manifest is what is trusted;
 * a container that disagrees with it means that the signer described another file, or a wrong range of it, and nothing of it may
 * reach a bank. Made after the digest of the whole image was found good, so that no unverified byte reaches a parser.
 *
 * <ul>
 *   <li>A container other than {@link Manifest#CONTAINER_RAW} is parsed as what the manifest calls it, and has to be accepted.
 *   <li>The manifest's version is one of those of the container or of the parts that are payloads, where there are any.
 *   <li>Each machine of the manifest is one of those the container names, where it names any.
 *   <li>Each payload is exactly one part of the container, and has its digest.
 *   <li>The vendor number and all descriptors that the manifest gives for a SoftwareId belong to one device of the container,
 *       where it describes any, and the payload for that SoftwareId is one of its parts for that device.
 * </ul>
 */
public final class ContainerCheck {
    /** Most names of one side that a reason repeats. */
    private static final int NAMED_MAX = 4;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int IANA_ENTERPRISE = 0x0001;

    private final Containers containers;
    private final Profile profile;

    /** A check that reads with {@code containers}. */
    public ContainerCheck(Containers containers, Profile profile) {
        this.containers = containers;
        this.profile = profile;
    }

    /**
     * Why the image must not be used; empty if it may be. Of a raw image nothing is read.
     *
     * @throws IOException where the medium can not be read
     */
    public Optional<Rejection> check(Manifest manifest, ImageBytes image) throws IOException {
        String name = manifest.container();
        if (name.equals(Manifest.CONTAINER_RAW)) {
            return Optional.empty();
        }
        Optional<ContainerKind> kind = Stream.of(ContainerKind.values())
                .filter(known -> known.text().equals(name))
                .findFirst();
        if (kind.isEmpty()) {
            return refused(name, "container: nothing is known of this format");
        }
        Inspection found = containers.inspectAs(kind.get(), image, profile);
        if (!found.verdict().accepts()) {
            String why = found.reason().isEmpty() ? "its content can not be judged here" : found.reason();
            return refused(name, why);
        }
        Optional<String> disagrees = version(manifest, found)
                .or(() -> machine(manifest, found.identity()))
                .or(() -> payload(manifest, found.parts()))
                .or(() -> device(manifest, found.identity()));
        return disagrees.isPresent() ? refused(name, disagrees.get()) : digests(manifest, image);
    }

    private static Optional<Rejection> refused(String name, String why) {
        return Optional.of(new Rejection.ContainerInvalid(name, why));
    }

    private static Optional<String> version(Manifest manifest, Inspection found) {
        TreeSet<String> versions = new TreeSet<>(found.identity().versions());
        for (Payload payload : manifest.payloads()) {
            found.parts().stream()
                    .filter(part -> isAt(part, payload))
                    .map(Part::version)
                    .filter(Objects::nonNull)
                    .forEach(versions::add);
        }
        boolean agrees = versions.stream()
                .anyMatch(version -> VersionOrder.compare(manifest.scheme(), manifest.version(), version)
                        .isEqual());
        return versions.isEmpty() || agrees
                ? Optional.empty()
                : Optional.of("version: the manifest says " + manifest.version() + ", the container " + some(versions));
    }

    private static Optional<String> machine(Manifest manifest, Identity identity) {
        if (identity.machines().isEmpty()) {
            return Optional.empty();
        }
        for (Compatible entry : manifest.compatible()) {
            String machine = entry.machine();
            if (machine != null && !identity.machines().contains(machine)) {
                return Optional.of("compatible.machine: the manifest says " + machine + ", the container "
                        + some(identity.machines()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> device(Manifest manifest, Identity identity) {
        if (identity.devices().isEmpty()) {
            return Optional.empty();
        }
        for (Compatible entry : manifest.compatible()) {
            List<Manifest.Descriptor> wanted = new ArrayList<>(entry.descriptors());
            Long iana = entry.vendorIana();
            if (iana != null) {
                wanted.add(new Manifest.Descriptor(IANA_ENTERPRISE, littleEndian(iana)));
            }
            if (wanted.isEmpty()) {
                continue;
            }
            List<Device> devices = identity.devices().stream()
                    .filter(device -> device.descriptors().containsAll(wanted))
                    .toList();
            if (devices.isEmpty()) {
                return Optional.of(
                        "compatible.descriptors: no device of the container has all that the manifest gives for "
                                + entry.softwareId());
            }
            List<Payload> payloads = manifest.payloads().stream()
                    .filter(payload -> payload.component().equals(entry.softwareId()))
                    .toList();
            if (devices.stream().noneMatch(device -> allAreFor(device, payloads))) {
                return Optional.of("payloads.packageOffset: what the manifest gives to " + entry.softwareId()
                        + " is for another device of the container");
            }
        }
        return Optional.empty();
    }

    private static boolean allAreFor(Device device, List<Payload> payloads) {
        return payloads.stream().allMatch(payload -> device.parts().stream().anyMatch(part -> isAt(part, payload)));
    }

    private static String littleEndian(long number) {
        return String.format(Locale.ROOT, "%08x", Integer.reverseBytes((int) number));
    }

    private static Optional<String> payload(Manifest manifest, List<Part> parts) {
        for (Payload payload : manifest.payloads()) {
            if (parts.stream().noneMatch(part -> isAt(part, payload))) {
                return Optional.of("payloads.packageOffset: the " + payload.size() + " bytes at "
                        + payload.packageOffset() + " for " + payload.component()
                        + " are no part of the container; its parts are "
                        + some(parts.stream()
                                .map(part -> part.size() + " at " + part.offset())
                                .toList()));
            }
        }
        return Optional.empty();
    }

    /** The digest of the whole says nothing here where a vendor signed what is inside and not the package around it. */
    private static Optional<Rejection> digests(Manifest manifest, ImageBytes image) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (Payload payload : manifest.payloads()) {
            RunningDigest digest = new RunningDigest(payload.digest().algorithm());
            for (long at = 0; at < payload.size(); at += buffer.length) {
                int count = (int) Math.min(buffer.length, payload.size() - at);
                image.read(payload.packageOffset() + at, buffer, 0, count);
                digest.add(ByteBuffer.wrap(buffer, 0, count));
            }
            Digest found = digest.finish();
            if (!found.equals(payload.digest())) {
                return Optional.of(
                        new Rejection.DigestMismatch("payload " + payload.component(), payload.digest(), found));
            }
        }
        return Optional.empty();
    }

    private static boolean isAt(Part part, Payload payload) {
        return part.offset() == payload.packageOffset() && part.size() == payload.size();
    }

    private static String some(Iterable<String> names) {
        List<String> all = new ArrayList<>();
        names.forEach(all::add);
        String text = String.join(", ", all.subList(0, Math.min(NAMED_MAX, all.size())));
        return all.size() > NAMED_MAX ? text + " and " + (all.size() - NAMED_MAX) + " more" : text;
    }
}
