/**
 * Offline work on images: making manifests and checking images against them. Import rule: java and the update service's
 * manifest and trust packages.
 */
@NullMarked
package org.firmwarerecovery.service.cli.image;

import org.jspecify.annotations.NullMarked;
