package org.firmwarerecovery.redfish.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Names and contents of the files in the {@code schemas} jar: our OEM CSDL and JSON Schema, our message registry, our
 * interoperability profile, the excerpt of the DMTF registries, the privilege map and its overlay.
 *
 * <p>This is the single class of the module that reads anything: class-path resources of our own jar. A missing one is a
 * broken installation and stops the start.
 */
public final class SchemaFiles {
    /** Names of our OEM types; each has {@code csdl/NAME_v1.xml}. */
    public static final List<String> OEM_TYPES = List.of(
            "FirmwareRecovery",
            "FirmwareRecoveryService",
            "FirmwarePeer",
            "FirmwarePeerCollection",
            "FirmwareOffer",
            "FirmwareOfferCollection",
            "FirmwareRecoveryRecord",
            "FirmwareRecoveryRecordCollection");

    /** Version of all our OEM types, as in {@code #FirmwareOffer.v1_0_0.FirmwareOffer}. */
    public static final String OEM_VERSION = "v1_0_0";

    /** Name of our own message registry file without its ending; the registry's {@code Id}. */
    public static final String OEM_REGISTRY = "FirmwareRecovery.1.0.0";

    /** File name of our interoperability profile (DSP0272), by DMTF's rule for such names. */
    public static final String INTEROP_PROFILE = "FirmwareRecovery.v1_0_0.json";

    private static final String ROOT = "org/firmwarerecovery/schemas/";

    private SchemaFiles() {}

    /** File name of the CSDL of an OEM type, as in {@code $metadata} references. */
    public static String csdlName(String oemType) {
        return oemType + "_v1.xml";
    }

    /** The CSDL document of one of {@link #OEM_TYPES}. */
    public static String csdl(String oemType) {
        return text("csdl/" + csdlName(oemType));
    }

    /** File names of all JSON Schema files, unversioned and versioned. */
    public static List<String> jsonSchemaNames() {
        return OEM_TYPES.stream()
                .flatMap(type -> type.endsWith("Collection")
                        ? List.of(type + ".json").stream()
                        : List.of(type + ".json", type + "." + OEM_VERSION + ".json").stream())
                .toList();
    }

    /** One JSON Schema file, by one of {@link #jsonSchemaNames()}. */
    public static JsonNode jsonSchema(String fileName) {
        return json("json-schema/" + fileName);
    }

    /** Our message registry, a {@code MessageRegistry} document without {@code @odata.id}. */
    public static JsonNode oemRegistry() {
        return json("registries/" + OEM_REGISTRY + ".json");
    }

    /** What a recipient, a donor and a console must offer, for other implementers and for the Interop Validator. */
    public static JsonNode interopProfile() {
        return json("profiles/" + INTEROP_PROFILE);
    }

    /** Facts of the messages of DMTF registries that this product uses. */
    public static JsonNode messageExcerpt() {
        return json("registries/DmtfMessageExcerpt.json");
    }

    /** Who may do what to the standard resources that this product has, in the format of a privilege registry. */
    public static JsonNode privilegeMap() {
        return json("privileges/PrivilegeMap.json");
    }

    /** Our OEM entities, action URIs and the peers' rights, in the same format. */
    public static JsonNode privilegeOverlay() {
        return json("privileges/FirmwareRecoveryOverlay.json");
    }

    private static JsonNode json(String name) {
        try {
            return RedfishMapper.lenient().readTree(bytes(name));
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + ROOT + name, e);
        }
    }

    private static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) {
        // The class loader and not the class: the schemas jar is another module than this class.
        ClassLoader loader = SchemaFiles.class.getClassLoader();
        try (InputStream in = loader.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                throw new IllegalStateException("missing in the schemas jar: " + ROOT + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("unreadable in the schemas jar: " + ROOT + name, e);
        }
    }
}
