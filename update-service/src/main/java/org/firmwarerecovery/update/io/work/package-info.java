/** What all work on effects shares, whichever adapter does it. Import rule: {@code java.util} only. */
@NullMarked
package org.firmwarerecovery.update.io.work;

import org.jspecify.annotations.NullMarked;
