/**
 * From a configuration to a running node: what the machines, discovery and the server are told, and the one place where all
 * parts are put together by hand. Imports everything; nothing but the command line imports it.
 */
@NullMarked
package org.firmwarerecovery.service.wiring;

import org.jspecify.annotations.NullMarked;
