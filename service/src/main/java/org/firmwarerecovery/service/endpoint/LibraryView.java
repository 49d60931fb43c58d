package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.oem.LibrarySummary;
import org.firmwarerecovery.update.io.library.EntryState;
import org.firmwarerecovery.update.io.library.Library;
import org.firmwarerecovery.update.io.library.LibraryEntry;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.jspecify.annotations.Nullable;

/** The library as Redfish shows it: all entries with their state and reason, and verified ones as stored images. */
final class LibraryView {
    private final Library.Status status;

    private LibraryView(Library.Status status) {
        this.status = status;
    }

    /** The library of a node at its latest look. */
    static LibraryView of(NodeContext context) {
        return new LibraryView(context.library().status());
    }

    /** The whole of it; null when the node has none. */
    static @Nullable LibrarySummary summary(NodeContext context) {
        if (!context.library().isPresent()) {
            return null;
        }
        Library.Status status = context.library().status();
        return new LibrarySummary(
                status.entries().stream().map(LibraryView::shown).toList(),
                status.truncated(),
                status.trouble().isEmpty() ? null : status.trouble());
    }

    private static LibrarySummary.LibraryEntry shown(LibraryEntry entry) {
        SignedManifest manifest = entry.manifest();
        return new LibrarySummary.LibraryEntry(
                entry.name(),
                entry.state().label(),
                entry.reason().isEmpty() ? null : entry.reason(),
                entry.size(),
                manifest == null ? null : manifest.manifest().softwareId(),
                manifest == null ? null : manifest.manifest().version(),
                manifest == null ? null : manifest.digest().hex(),
                manifest == null
                        ? null
                        : Link.to(ImagePaths.stored(manifest.manifest().image().digest())));
    }

    /** Ids of verified entries in LocalImageStore. */
    List<String> ids() {
        return status.entries().stream()
                .flatMap(entry -> Optional.ofNullable(entry.manifest()).stream())
                .map(LibraryView::id)
                .distinct()
                .toList();
    }

    /** The verified entry with this id; an approved one before others of the same image. */
    Optional<LibraryEntry> entry(String id) {
        List<LibraryEntry> same = status.entries().stream()
                .filter(entry ->
                        entry.manifest() != null && id(entry.manifest()).equals(id))
                .toList();
        return same.stream()
                .filter(entry -> entry.state() == EntryState.APPROVED)
                .findFirst()
                .or(() -> same.stream().findFirst());
    }

    /** Its manifest. */
    Optional<SignedManifest> manifest(String id) {
        return entry(id).flatMap(entry -> Optional.ofNullable(entry.manifest()));
    }

    private static String id(SignedManifest manifest) {
        return manifest.manifest().image().digest().brief();
    }
}
