package org.firmwarerecovery.update.io.container;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.update.manifest.Manifest.Descriptor;

/**
 * What a parser read in a file.
 *
 * @param kind the format
 * @param verdict may it be used
 * @param reason why, as one sentence for people; empty where there is nothing to say
 * @param parse what was read, as JSON would show it: strings, numbers, booleans, lists and maps, in order; empty where the
 *     file was refused before it was understood
 * @param parts the firmware inside; empty where refused
 * @param identity what the container claims to be, to be compared with a signed manifest
 */
public record Inspection(
        ContainerKind kind,
        Verdict verdict,
        String reason,
        Map<String, Object> parse,
        List<Part> parts,
        Identity identity) {
    /** Copies the collections. */
    public Inspection {
        parse = Collections.unmodifiableMap(new LinkedHashMap<>(parse));
        parts = List.copyOf(parts);
    }

    /**
     * What a container says of itself.
     *
     * @param versions versions of the whole, as written; none where it has none
     * @param machines machines it is for; none where it does not say
     * @param devices devices it is for, as PLDM describes them; none where it does not say
     */
    public record Identity(List<String> versions, List<String> machines, List<Device> devices) {
        /** A container that says nothing of itself. */
        public static final Identity NONE = new Identity(List.of(), List.of());

        /** Copies the lists. */
        public Identity {
            versions = List.copyOf(versions);
            machines = List.copyOf(machines);
            devices = List.copyOf(devices);
        }

        /** A container that describes no device. */
        public Identity(List<String> versions, List<String> machines) {
            this(versions, machines, List.of());
        }
    }

    /**
     * One kind of device.
     *
     * @param descriptors what identifies it; a device has to have all of them
     * @param parts what of the container is for it
     */
    public record Device(List<Descriptor> descriptors, List<Part> parts) {
        /** Copies the lists. */
        public Device {
            descriptors = List.copyOf(descriptors);
            parts = List.copyOf(parts);
        }
    }

    /** A file that is refused. */
    public static Inspection refused(ContainerKind kind, Verdict verdict, String reason) {
        return new Inspection(kind, verdict, reason, Map.of(), List.of(), Identity.NONE);
    }

    /** A file whose kind is known and that is not read further. */
    public static Inspection recognised(ContainerKind kind, Map<String, Object> parse) {
        return new Inspection(kind, Verdict.RECOGNISE, "", parse, List.of(), Identity.NONE);
    }
}
