/**
 * Tarballs of OpenBMC: a MANIFEST, the image or its parts, the vendor's public key, and a signature beside each of them
 * (images.md section 2). {@link org.firmwarerecovery.update.io.container.openbmc.OpenBmcTarball} reads one where it lies,
 * plain or through gzip; {@link org.firmwarerecovery.update.io.container.openbmc.SignatureOrder} checks the signatures in the
 * order of OpenBMC's own verification; {@link org.firmwarerecovery.update.io.container.openbmc.SystemKeys} are the keys that
 * a node trusts, laid out as in {@code /etc/activationdata}.
 *
 * <p>OpenBMC unpacks with tar before it checks anything. Nothing is unpacked here: names are compared with a list, contents
 * are hashed as they stream by, and only MANIFEST, keys and signatures are held in memory.
 *
 * <p>Without a manifest of ours (DESIGN.md section 4, vendor-native trust):
 * {@link org.firmwarerecovery.update.io.container.openbmc.VendorImage} takes a tarball with one image and makes the manifest
 * that follows from it, {@link org.firmwarerecovery.update.io.container.openbmc.VendorProof} verifies such a manifest at any
 * later time. Where the design is silent:
 *
 * <ul>
 *   <li>The component is the one with the softwareId {@code openbmc.<MachineName>.BMC}: the operator opts in by name. Of other
 *       purposes no signature binds MANIFEST to the image ({@code image-full.sig} may be absent and does not cover files of
 *       other names), so an old image could come under a new version: they need a manifest of ours.
 *   <li>The manifest is the derived one to the byte, so that nobody makes another one, with another digest, for an image that
 *       is in quarantine or revoked. A tarball packed anew is another package all the same.
 *   <li>The image goes to the beginning of the bank. Parts have no place of their own, so several of them are refused.
 *   <li>The manifest does carry chunk digests, made here. Nobody signed them: they only find a broken transfer early. What
 *       decides is the digest of the image, compared before the package is kept and after it was written.
 *   <li>{@code trust.threshold} does not count here, and taking the key out of the setting is the revocation.
 * </ul>
 */
@NullMarked
package org.firmwarerecovery.update.io.container.openbmc;

import org.jspecify.annotations.NullMarked;
