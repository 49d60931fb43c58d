/**
 * Small durable state (DESIGN.md section 6): the two-slot journal of the banks, append journals, and keyed journals on top.
 * Edge package: it may import io.file and io.flash, no core machine and no other io package. Records are opaque bytes here.
 */
@NullMarked
package org.firmwarerecovery.update.io.journal;

import org.jspecify.annotations.NullMarked;
