/**
 * The demo: real nodes in processes of their own on loopback, damaged and watched while they heal. Import rule: the client
 * and the offline tools of the command line; no server class, since the nodes are other processes.
 */
@NullMarked
package org.firmwarerecovery.service.cli.demo;

import org.jspecify.annotations.NullMarked;
