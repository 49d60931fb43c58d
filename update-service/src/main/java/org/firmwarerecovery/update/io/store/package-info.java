/**
 * The state folder of a node (DESIGN.md section 6): layout and lock, banks with their manifests, the image store, bundles. Edge
 * package: it may import component, io.file, io.flash and io.journal, no core machine; manifests and signatures are bytes here,
 * whether they are trusted is decided elsewhere.
 */
@NullMarked
package org.firmwarerecovery.update.io.store;

import org.jspecify.annotations.NullMarked;
