/**
 * Upgrade images of PICMG HPM.1: header, action records and the MD5 at the end. HPM.1 knows no signature, so that a good one
 * proves that the file came through whole and nothing more.
 */
@NullMarked
package org.firmwarerecovery.update.io.container.hpm;

import org.jspecify.annotations.NullMarked;
