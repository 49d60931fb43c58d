package org.firmwarerecovery.service.cli.demo;

import java.nio.file.Path;
import org.firmwarerecovery.update.manifest.Manifest;

/**
 * One version of the demo's firmware, signed.
 *
 * @param manifest its description
 * @param manifestDigest SHA-256 of the manifest's bytes in hexadecimal digits
 * @param image its bytes
 * @param bundle manifest, signature and image in one
 */
record Release(Manifest manifest, String manifestDigest, Path image, Path bundle) {}
