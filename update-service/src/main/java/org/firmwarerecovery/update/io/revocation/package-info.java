/**
 * The signed revocation list of a node ({@code trust.revoked}): taken from its file when it is newer than what the node knows,
 * and kept in the boot area, so that neither losing the file nor putting an older one in its place brings anything back.
 *
 * <p>What revocation does, and what it must not do:
 * <ul>
 *   <li>Nothing revoked is installed, fetched, adopted, mirrored, taken from the store or the library, or given to others:
 *       every such way passes {@link org.firmwarerecovery.update.io.trust.ManifestVerifier#verify}. A signer that is struck out
 *       does not count for {@code trust.threshold}; a manifest stands while enough other signers are left, since whoever holds
 *       a stolen key could leave its signature out as well.
 *   <li>A bank that holds something revoked stays what it is: its manifest still tells whether its bytes are whole. It runs on
 *       and may be gone back to when the other bank fails, because a machine that runs revoked firmware can be repaired and one
 *       that runs nothing can not. It is no source for other banks or nodes. Replacing it is the baseline's business
 *       ({@code BelowBaseline}), like every replacement of an image that works.
 *   <li>A list that is older, malformed or badly signed changes nothing where the node knows another one already. Where it
 *       knows none, the node does not start: an operator who named a list means it.
 * </ul>
 *
 * <p>The list is read at start. Import rule: {@code update.manifest}, {@code update.io.trust}, {@code update.io.store},
 * {@code update.io.journal}, {@code update.io.file}.
 */
@NullMarked
package org.firmwarerecovery.update.io.revocation;

import org.jspecify.annotations.NullMarked;
