package org.firmwarerecovery.redfish.oem;

import java.util.List;
import org.firmwarerecovery.redfish.odata.Field;

/**
 * Parameters of {@code #FirmwareRecoveryService.VerifyImages}. Compares banks and stored images with their manifests.
 *
 * @param components components. Absent: all components and the image store
 */
public record VerifyImagesBody(Field<List<String>> components) {}
