/**
 * The library: a watched folder of bundles, or images with sidecars, whose approved entries a donor or console gives away
 * where they lie. Import rule: the image store's file formats, trust, manifest; nothing of the network.
 */
@NullMarked
package org.firmwarerecovery.update.io.library;

import org.jspecify.annotations.NullMarked;
