/**
 * Firmware update packages of DSP0267 1.0 to 1.3 (PLDM for Firmware Update), read whole:
 * {@link org.firmwarerecovery.update.io.container.pldm.PldmPackageParser}. One file for each concept of the format; the order of
 * the bytes stands where they are read.
 *
 * <p>The header, at most 65535 bytes, is the only part held in memory. Its checksum is compared before anything of it is
 * walked, which finds damage and proves nothing. Every length is compared with the record around it and every record has to be
 * used up exactly; sums are made in {@code long}; the components are given out as ranges of the file.
 *
 * <p>The profiles. {@link org.firmwarerecovery.update.io.container.Profile#LENIENT} accepts, with the verdict {@code
 * accept-lenient}, what real packages carry although it is outside the letter or disputed between tools: a release date that is
 * no date, padding between header and components (of revision 4 behind them too, where the payload checksum covers it),
 * components out of order, downstream records without a minimum version, and descriptor types that nobody assigned, which are
 * kept and match nothing. {@link org.firmwarerecovery.update.io.container.Profile#STRICT} refuses each of these as {@code
 * reject-strict}. Bytes behind the last component that no checksum covers are refused as {@code reject-strict} in both: other
 * readers take them, and nothing vouches for them. Everything else that breaks a rule is {@code reject}.
 *
 * <p>A reason begins with the short name of the rule ({@code component-overlap: ...}) and names field and offset.
 */
@NullMarked
package org.firmwarerecovery.update.io.container.pldm;

import org.jspecify.annotations.NullMarked;
