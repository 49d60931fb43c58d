package org.firmwarerecovery.update.negotiation;

/**
 * A donor's acknowledgement of an acceptance: where the image is and the ticket for it.
 *
 * @param offerPath path of the accepted offer, for Complete and release
 * @param imagePath path of the image on the same donor
 * @param manifestPath path of its manifest
 * @param signaturePath path of the manifest's CMS signature
 * @param username user name of the ticket
 * @param password the ticket; secret, so {@link #toString()} leaves it out
 * @param leaseMillis how long the lease lasts unless renewed by use, in milliseconds
 */
public record Grant(
        String offerPath,
        String imagePath,
        String manifestPath,
        String signaturePath,
        String username,
        String password,
        long leaseMillis) {
    /** A grant of which nothing is known any more: leases do not outlive a restart. */
    public static final Grant FORGOTTEN = new Grant("", "", "", "", "", "", 0);

    @Override
    public String toString() {
        return "Grant[" + offerPath + ", " + imagePath + ", lease " + leaseMillis + " ms]";
    }
}
