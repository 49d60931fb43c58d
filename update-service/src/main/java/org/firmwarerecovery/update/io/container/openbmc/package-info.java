/**
 * Tarballs of OpenBMC: a MANIFEST, the image or its parts, the vendor's public key, and a signature beside each of them
 * (images.md section 2). {@link org.firmwarerecovery.update.io.container.openbmc.OpenBmcTarball} reads one where it lies,
 * plain or through gzip; {@link org.firmwarerecovery.update.io.container.openbmc.SignatureOrder} checks the signatures in the
 * order of OpenBMC's own verification; {@link org.firmwarerecovery.update.io.container.openbmc.SystemKeys} are the keys that
 * a node trusts, laid out as in {@code /etc/activationdata}.
 *
 * <p>OpenBMC unpacks with tar before it checks anything. Nothing is unpacked here: names are compared with a list, contents
 * are hashed as they stream by, and only MANIFEST, keys and signatures are held in memory.
 */
@NullMarked
package org.firmwarerecovery.update.io.container.openbmc;

import org.jspecify.annotations.NullMarked;
