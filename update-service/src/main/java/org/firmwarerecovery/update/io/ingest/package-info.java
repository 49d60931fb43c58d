/**
 * Takes in what an operator gives: an upload, or a URI to pull from. The manifest is verified before the first byte of the
 * image is kept; the image streams straight into staging, each chunk hashed on the way.
 *
 * <p>Import rule: {@code update.component}, {@code update.job}, {@code update.manifest}, {@code update.io.container},
 * {@code update.io.flash}, {@code update.io.store}, {@code update.io.trust}, {@code update.io.web}, {@code update.io.work}, Apache HttpClient.
 */
@NullMarked
package org.firmwarerecovery.update.io.ingest;

import org.jspecify.annotations.NullMarked;
