/**
 * UEFI capsules for the Firmware Management Protocol (UEFI 2.10, 8.5.3 and 23.3): headers, payload items and the PKCS#7
 * signature over each payload, read and never installed as such.
 *
 * <p>A signature of a capsule is its vendor's and makes nothing eligible here (only our manifest does): it is verified so that
 * a damaged file is refused, and shown so that an operator sees who signed. Whether the signer is trusted is said only where
 * roots are given.
 */
@NullMarked
package org.firmwarerecovery.update.io.container.capsule;

import org.jspecify.annotations.NullMarked;
