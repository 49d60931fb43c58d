/**
 * Power cut at every write: one node with its real machine, banks, journals and manifests on a disk that loses, reorders and
 * tears whatever was not forced. Test code only.
 */
@NullMarked
package org.firmwarerecovery.update.power;

import org.jspecify.annotations.NullMarked;
