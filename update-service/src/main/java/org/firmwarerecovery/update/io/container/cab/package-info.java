/**
 * Cabinet files as fwupd and the LVFS ship firmware: members, their digests, and what the metainfo.xml inside says. Read to be
 * shown; nothing is installed from a cabinet and no member's name is ever a path.
 */
@NullMarked
package org.firmwarerecovery.update.io.container.cab;

import org.jspecify.annotations.NullMarked;
