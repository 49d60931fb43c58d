/**
 * The signed description of an image and its payloads: its content, its codec, the rules it has to keep, and every reason
 * for which an image or a manifest is refused. Core package: no I/O, clock, threads, chance or logging.
 *
 * <p>Import rule: {@code update.component}, {@code update.version}, Jackson for the text form, {@code java.time},
 * {@code java.util}. Signatures are verified at the edge, in {@code update.io.trust}.
 */
@NullMarked
package org.firmwarerecovery.update.manifest;

import org.jspecify.annotations.NullMarked;
