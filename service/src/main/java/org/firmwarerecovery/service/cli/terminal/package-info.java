/** What a command shows: lines, progress, JSON. Import rule: java, Jackson and the progress bar library only. */
@NullMarked
package org.firmwarerecovery.service.cli.terminal;

import org.jspecify.annotations.NullMarked;
