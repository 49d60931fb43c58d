/**
 * The command line: one class per command, thin over what does the work. Exit statuses: {@link
 * org.firmwarerecovery.service.cli.ExitStatus}.
 *
 * <p>Import rule: picocli here only; the client commands know a node by its Redfish surface alone; the node itself is
 * reached through {@link org.firmwarerecovery.service.cli.NodeLauncher}.
 */
@NullMarked
package org.firmwarerecovery.service.cli;

import org.jspecify.annotations.NullMarked;
