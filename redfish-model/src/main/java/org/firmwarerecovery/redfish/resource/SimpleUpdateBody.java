package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.redfish.odata.Field;

/**
 * Parameters of {@code #UpdateService.SimpleUpdate}, and of the {@code UpdateParameters} part of a push, where {@code
 * ImageURI} is absent. ilorest adds an {@code Action} member, which is ignored.
 *
 * @param imageURI where the image is pulled from; its scheme wins over {@code TransferProtocol}
 * @param transferProtocol {@code HTTP} or {@code HTTPS}; optional, and sushy always says HTTP
 * @param targets inventory paths, with or without trailing slash; absent, null and empty: the service decides
 * @param excludeTargets ignored when there are targets, refused when there are none: an image says itself what it is for
 * @param username credentials at the image server; never shown again
 * @param password credentials at the image server; never shown again
 * @param forceUpdate policies may be bypassed, the floor never
 * @param stage do not activate
 * @param localImage also keep the image in the image store
 * @param operationApplyTime {@code Immediate} is what this service does
 * @param oem nothing in it is used
 * @param action ignored
 */
public record SimpleUpdateBody(
        Field<String> imageURI,
        Field<String> transferProtocol,
        Field<List<String>> targets,
        Field<List<String>> excludeTargets,
        Field<String> username,
        Field<String> password,
        Field<Boolean> forceUpdate,
        Field<Boolean> stage,
        Field<Boolean> localImage,
        @JsonProperty("@Redfish.OperationApplyTime") Field<String> operationApplyTime,
        Field<Map<String, Object>> oem,
        Field<String> action) {
    /** Leaves the credentials out, and those that may stand in a URI. */
    @Override
    public String toString() {
        return "SimpleUpdateBody[targets=" + targets + ", transferProtocol=" + transferProtocol + "]";
    }
}
