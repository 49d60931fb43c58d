/**
 * Keys, certificates and signatures at the edge: who signed a manifest, which peer is at the other end of a connection, and
 * the files in which a node keeps its own keys.
 *
 * <p>Import rule: {@code update.component}, {@code update.manifest}, {@code update.negotiation}, {@code update.io.file},
 * BouncyCastle and the JDK. BouncyCastle's provider is passed explicitly and never installed for the whole process.
 */
@NullMarked
package org.firmwarerecovery.update.io.trust;

import org.jspecify.annotations.NullMarked;
