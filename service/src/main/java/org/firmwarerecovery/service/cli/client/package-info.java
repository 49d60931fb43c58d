/**
 * A small Redfish client for the command line and the demo. Import rule: java, Jackson, {@code cli.terminal} and PEM
 * reading; nothing of the server side, so that it proves what any other client can do.
 */
@NullMarked
package org.firmwarerecovery.service.cli.client;

import org.jspecify.annotations.NullMarked;
