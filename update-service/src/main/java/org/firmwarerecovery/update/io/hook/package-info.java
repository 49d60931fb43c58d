/** Activation hooks: the operator's programs that prepare, start and confirm an image. No shell, bounded time and output. */
@NullMarked
package org.firmwarerecovery.update.io.hook;

import org.jspecify.annotations.NullMarked;
