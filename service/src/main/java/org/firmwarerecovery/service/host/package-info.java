/**
 * The host beside the node: its power and what it boots from, simulated or by the operator's commands.
 *
 * <p>Import rule: {@code java.*}, jspecify, slf4j, {@code update.io.hook} and {@code update.io.work}.
 */
@NullMarked
package org.firmwarerecovery.service.host;

import org.jspecify.annotations.NullMarked;
