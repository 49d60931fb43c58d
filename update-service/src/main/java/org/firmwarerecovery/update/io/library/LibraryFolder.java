package org.firmwarerecovery.update.io.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.manifest.SignedManifest;

/**
 * Looks at the files of the library's folder. An entry {@code NAME} is a bundle, or an image with {@code NAME.manifest.json}
 * and {@code NAME.manifest.json.p7s} beside it; {@code NAME.approved} approves it. Names that begin with a dot are passed over:
 * many programs copy into such a file first. Folders inside are not entered.
 */
final class LibraryFolder {
    /** Longest name that is taken, and shown. */
    static final int NAME_LENGTH_MAX = 200;

    private static final String MANIFEST_ENDING = ".manifest.json";
    private static final String SIGNATURE_ENDING = ".manifest.json.p7s";
    private static final String APPROVED_ENDING = ".approved";
    /** Room for a digest and a remark. */
    private static final int APPROVAL_BYTES_MAX = 1024;

    private static final Pattern SHA_256 = Pattern.compile("(?s)\\s*([0-9a-fA-F]{64})(\\s.*)?");

    private final Path folder;
    private final LibraryLimits limits;

    LibraryFolder(Path folder, LibraryLimits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /**
     * All entries at one look.
     *
     * @param candidates by name
     * @param truncated true when there are more than the limit
     */
    record Listing(List<Candidate> candidates, boolean truncated) {}

    /** Looks at everything. */
    Listing list() throws IOException {
        Path root = folder.toRealPath();
        TreeSet<String> names = new TreeSet<>();
        boolean truncated = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith(".") || name.endsWith(APPROVED_ENDING)) {
                    continue;
                }
                names.add(entryOf(name));
                if (names.size() > limits.entriesMax()) {
                    names.pollLast();
                    truncated = true;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        List<Candidate> candidates = new ArrayList<>();
        for (String name : names) {
            candidates.add(look(root, name));
        }
        return new Listing(candidates, truncated);
    }

    /** The entry that a file belongs to. */
    private static String entryOf(String name) {
        for (String ending : List.of(SIGNATURE_ENDING, MANIFEST_ENDING)) {
            if (name.endsWith(ending) && name.length() > ending.length()) {
                return name.substring(0, name.length() - ending.length());
            }
        }
        return name;
    }

    private Candidate look(Path root, String name) throws IOException {
        if (!isAllowed(name)) {
            return Candidate.refused(name, "its name is not allowed");
        }
        try {
            Optional<FileStamp> image = FileStamp.of(root, name);
            Optional<FileStamp> manifest = FileStamp.of(root, name + MANIFEST_ENDING);
            Optional<FileStamp> signature = FileStamp.of(root, name + SIGNATURE_ENDING);
            if (image.isEmpty()) {
                return Candidate.refused(name, "the image is missing");
            }
            if (manifest.isPresent() != signature.isPresent()) {
                String missing = name + (manifest.isPresent() ? SIGNATURE_ENDING : MANIFEST_ENDING);
                return Candidate.refused(name, missing + " is missing");
            }
            if (image.get().size() > limits.imageBytesMax() + (manifest.isPresent() ? 0 : LibraryCheck.BUNDLE_MORE)) {
                return Candidate.refused(
                        name,
                        String.format(
                                Locale.ROOT,
                                "it has %d bytes, images may have %d",
                                image.get().size(),
                                limits.imageBytesMax()));
            }
            return new Candidate(name, image.get(), manifest.orElse(null), signature.orElse(null), "");
        } catch (FileStamp.RefusedException refused) {
            return Candidate.refused(name, refused.why());
        } catch (IOException unreadable) {
            return Candidate.refused(name, "it cannot be looked at: " + unreadable.getMessage());
        }
    }

    private static boolean isAllowed(String name) {
        return name.length() <= NAME_LENGTH_MAX
                && !name.contains("..")
                && name.chars().noneMatch(c -> c < ' ' || c == 0x7F || c == '\\' || c == 0xFFFD);
    }

    /**
     * Whether the operator approved an entry, by a regular file {@code NAME.approved}. One that begins with a SHA-256 approves
     * only the manifest of that digest, so that a replaced file is not approved by what was said of the one before.
     *
     * @return empty when it is approved, else why not
     */
    Optional<String> whyNotApproved(String name, SignedManifest manifest) throws IOException {
        Path root = folder.toRealPath();
        Optional<FileStamp> approval;
        try {
            approval = FileStamp.of(root, name + APPROVED_ENDING);
        } catch (FileStamp.RefusedException refused) {
            return Optional.of(refused.why());
        }
        if (approval.isEmpty()) {
            return Optional.of("it is not approved: there is no " + name + APPROVED_ENDING);
        }
        if (approval.get().size() > APPROVAL_BYTES_MAX) {
            return Optional.of(name + APPROVED_ENDING + " has more than " + APPROVAL_BYTES_MAX + " bytes");
        }
        String text =
                new String(AtomicFiles.read(approval.get().file(), APPROVAL_BYTES_MAX), StandardCharsets.ISO_8859_1);
        var named = SHA_256.matcher(text);
        Optional<Digest> pinned = named.matches()
                ? Optional.of(Digest.sha256(named.group(1).toLowerCase(Locale.ROOT)))
                : Optional.empty();
        return pinned.filter(digest -> !digest.equals(manifest.digest()))
                .map(digest -> name + APPROVED_ENDING + " approves another manifest, " + digest.hex());
    }
}
