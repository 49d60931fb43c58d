package org.firmwarerecovery.update.io.library;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What stands under one name in the library's folder at one look.
 *
 * @param name file name of the bundle or image
 * @param image that file, null when it is missing or refused
 * @param manifest the manifest beside it, null for a bundle
 * @param signature the signature beside it, null for a bundle
 * @param trouble why the entry is refused without a look into the files; empty when it is not
 */
record Candidate(
        String name,
        @Nullable FileStamp image,
        @Nullable FileStamp manifest,
        @Nullable FileStamp signature,
        String trouble) {
    /** An entry that is refused by its look alone. */
    static Candidate refused(String name, String why) {
        return new Candidate(name, null, null, null, why);
    }

    /** True for an image with sidecars. */
    boolean hasSidecars() {
        return manifest != null && signature != null;
    }

    /** Bytes of the file. */
    long size() {
        return image == null ? 0 : image.size();
    }

    /** True while all its files are those that were seen. */
    boolean stillThere() throws IOException {
        return stillThere(image) && stillThere(manifest) && stillThere(signature);
    }

    private static boolean stillThere(@Nullable FileStamp stamp) throws IOException {
        return stamp == null || stamp.stillThere();
    }

    /** The name as it can be shown: file names may hold anything. */
    String printable() {
        String text = name.replaceAll("[^\\x20-\\x7E\\xA0-\\uD7FF]", "?");
        return text.substring(0, Math.min(text.length(), LibraryFolder.NAME_LENGTH_MAX));
    }
}
