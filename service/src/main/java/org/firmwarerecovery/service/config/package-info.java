/**
 * The node's configuration: one declaration of every key, from which the loader, {@code check-config}, the immutable
 * {@link org.firmwarerecovery.service.config.NodeConfiguration} and the reference in the README are made.
 *
 * <p>Import rule: {@code java.*}, SnakeYAML (in {@code YamlText} only) and the words of authentication and of the
 * update service;
 * nothing of the HTTP layer, so that a configuration can be checked without starting a node.
 */
@NullMarked
package org.firmwarerecovery.service.config;

import org.jspecify.annotations.NullMarked;
