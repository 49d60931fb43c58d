package org.firmwarerecovery.service.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** The actions of a node's firmware recovery service, called where the service says they stand. */
public final class RecoveryActions {
    private final RedfishClient client;

    /** Calls actions of {@code client}'s node. */
    public RecoveryActions(RedfishClient client) {
        this.client = client;
    }

    /** Starts a recovery of a component, with every quarantine of it lifted before on demand. */
    public Answer startRecovery(String component, boolean liftQuarantine) throws IOException {
        ObjectNode body = RedfishClient.object().put("Component", component);
        if (liftQuarantine) {
            body.put("LiftQuarantine", true);
        }
        return call("StartRecovery", body);
    }

    /** Compares banks and stored images with their manifests; no component means all. */
    public Answer verifyImages(List<String> components) throws IOException {
        ObjectNode body = RedfishClient.object();
        if (!components.isEmpty()) {
            components.forEach(body.putArray("Components")::add);
        }
        return call("VerifyImages", body);
    }

    /** Binds a signed manifest to the banks of a component that hold what it describes. */
    public Answer adopt(String component, Path manifest, Path signature) throws IOException {
        Base64.Encoder base64 = Base64.getEncoder();
        return call(
                "AdoptImage",
                RedfishClient.object()
                        .put("Component", component)
                        .put("Manifest", base64.encodeToString(Files.readAllBytes(manifest)))
                        .put("Signature", base64.encodeToString(Files.readAllBytes(signature))));
    }

    /** Pushes a bundle; without a component the node finds it by the manifest. */
    public Answer update(Path bundle, List<String> components) throws IOException {
        ObjectNode parameters = RedfishClient.object();
        if (!components.isEmpty()) {
            components.forEach(id -> parameters.withArray("Targets").add(RecoveryPaths.component(id)));
        }
        return client.upload(bundle, parameters);
    }

    private Answer call(String action, JsonNode body) throws IOException {
        String name = "#FirmwareRecoveryService." + action;
        JsonNode target =
                client.get(RecoveryPaths.SERVICE).path("Actions").path(name).path("target");
        if (!target.isTextual()) {
            throw new IOException(client.access().url() + " has no action " + name);
        }
        return client.post(target.asText(), body);
    }
}
