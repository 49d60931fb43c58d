package org.firmwarerecovery.update.io.store;

/**
 * Why a stream is not a bundle.
 *
 * @param reason kind of fault
 * @param detail what was found and what was expected, for people
 */
public record BundleFault(Reason reason, String detail) {
    /** Kinds of fault. */
    public enum Reason {
        /** It does not begin like a tar file. */
        NOT_A_TAR,
        /** It ends early. */
        TRUNCATED,
        /** A header has a wrong checksum. */
        BAD_CHECKSUM,
        /** A header is not one, or has a number that is none. */
        BAD_HEADER,
        /** A member has another name than its place demands, or is missing. */
        WRONG_MEMBER,
        /** A member is a folder, link, device or the like. */
        NOT_A_REGULAR_FILE,
        /** A header changes the name, size or kind of a member (POSIX extension, GNU long name). */
        OVERRIDE,
        /** A member exceeds its limit, or the image is empty. */
        BAD_SIZE,
        /** Something follows the third member. */
        TRAILING_DATA
    }
}
