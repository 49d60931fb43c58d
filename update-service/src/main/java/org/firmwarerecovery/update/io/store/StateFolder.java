package org.firmwarerecovery.update.io.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.file.DiskSpace;
import org.firmwarerecovery.update.io.file.ReserveFile;
import org.firmwarerecovery.update.io.file.SpaceReserve;
import org.firmwarerecovery.update.io.journal.KeyedJournal;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.firmwarerecovery.update.io.journal.SlotJournal;

/**
 * Everything a node keeps on disk ({@code node.state}, DESIGN.md section 6), locked for this process while open:
 *
 * <pre>
 * formatVersion  lock
 * identity/{https,fleet}/        0700, files 0600
 * boot/{floor,settings,revoked}.{1,2}  two copies each; boot/manifests/&lt;component&gt;/
 * boot/reports/                  what boot loaders say, see {@link BootReports}; written without the lock
 * banks/journal                  two slots; banks/&lt;component&gt;/
 * images/                        the image store
 * store/&lt;name&gt;.journal, reserve  0700, files 0600
 * </pre>
 *
 * <p>Whoever opens a journal or a pair of copies here closes it before the folder. Threads: any.
 */
public final class StateFolder implements Closeable {
    /** Newest layout this program writes and reads. */
    public static final int FORMAT_VERSION = 1;

    private static final int FORMAT_FILE_BYTES_MAX = 64;
    /** Most damaged copies of one table that are kept. */
    private static final int ASIDE_MAX = 8;

    private static final int SWEEP_DEPTH = 3;
    private static final Pattern JOURNAL_NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private final Path root;
    private final FolderLock lock;
    private final ReserveFile reserve;

    private StateFolder(Path root, FolderLock lock, ReserveFile reserve) {
        this.root = root;
        this.lock = lock;
        this.reserve = reserve;
    }

    /**
     * Opens the folder, making what is missing; files that are there stay as they are.
     *
     * @throws StateFolderException when another node uses it or it is not usable
     * @throws NewerFormatException when a newer program wrote it
     */
    public static StateFolder open(Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        try {
            AtomicFiles.createFolders(root, false);
            FolderLock lock = FolderLock.take(root);
            boolean opened = false;
            try {
                checkFormat(root);
                layOut(root);
                sweep(root);
                ReserveFile reserve = ReserveFile.open(root.resolve("store/reserve"), ReserveFile.RESERVE_BYTES);
                opened = true;
                return new StateFolder(root, lock, reserve);
            } finally {
                if (!opened) {
                    lock.close();
                }
            }
        } catch (AccessDeniedException e) {
            throw notUsable(root, "this user may not write " + e.getFile(), e);
        } catch (FileSystemException e) {
            throw notUsable(root, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            if (DiskSpace.saysFull(e)) {
                throw notUsable(root, "no space is left on its disk", e);
            }
            throw e;
        }
    }

    /** The folder itself. */
    public Path root() {
        return root;
    }

    /** Keys and certificates for people. */
    public Path identityHttps() {
        return root.resolve("identity/https");
    }

    /** Keys and certificates for peers. */
    public Path identityFleet() {
        return root.resolve("identity/fleet");
    }

    /** The anti-rollback floors: {@code boot/floor}. */
    public TwoCopies floor() throws IOException {
        return TwoCopies.open(root.resolve("boot/floor"), reserve);
    }

    /** The newest revocation list that this node was given: {@code boot/revoked}. */
    public TwoCopies revoked() throws IOException {
        return TwoCopies.open(root.resolve("boot/revoked"), reserve);
    }

    /** What boot loaders reported. */
    public BootReports bootReports() {
        return BootReports.of(root);
    }

    /** The settings a boot needs: {@code boot/settings}. */
    public TwoCopies settings() throws IOException {
        return TwoCopies.open(root.resolve("boot/settings"), reserve);
    }

    /** Opens the node-wide journal of the banks: {@code banks/journal}. */
    public SlotJournal bankJournal() throws IOException {
        return SlotJournal.open(root.resolve("banks/journal"));
    }

    /** Folder of the banks of {@code component}. */
    public Path banksOf(ComponentId component) {
        return root.resolve("banks").resolve(component.value());
    }

    /** Folder of the second copies of the manifests of {@code component}. */
    public Path manifestCopiesOf(ComponentId component) {
        return root.resolve("boot/manifests").resolve(component.value());
    }

    /** Folder of the image store. */
    public Path images() {
        return root.resolve("images");
    }

    /**
     * Opens the table {@code store/<name>.journal}.
     *
     * @param name lower-case letters, digits and hyphens: {@code accounts}, {@code log-entries}
     */
    public KeyedJournal table(String name, KeyedJournal.Limits limits) throws IOException {
        return KeyedJournal.open(tableFile(name), limits, reserve);
    }

    /**
     * The same for a table that the node can do without for a while, as anybody can make it grow: on a full disk it is not
     * written, and the reserve is left to those that a recovery needs.
     */
    public KeyedJournal tableWithoutReserve(String name, KeyedJournal.Limits limits) throws IOException {
        return KeyedJournal.open(tableFile(name), limits, SpaceReserve.NONE);
    }

    /**
     * Moves a damaged table, which is not open, out of the way. Those set aside before stay; of more than {@value #ASIDE_MAX}
     * the newest takes the place of the one before.
     *
     * @return where it is now
     */
    public Path setAside(String name) throws IOException {
        Path file = tableFile(name);
        Path aside = file.resolveSibling(name + ".journal.damaged");
        // The first shows best what happened.
        for (int count = 2; Files.exists(aside) && count <= ASIDE_MAX; count++) {
            aside = file.resolveSibling(name + ".journal.damaged-" + count);
        }
        return Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path tableFile(String name) {
        if (!JOURNAL_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a journal name: " + name);
        }
        return root.resolve("store").resolve(name + ".journal");
    }

    /** Space kept back for journals on a full disk. */
    public SpaceReserve reserve() {
        return reserve;
    }

    /** Frees the folder for another process. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static void checkFormat(Path root) throws IOException {
        Path file = root.resolve("formatVersion");
        if (!Files.exists(file)) {
            AtomicFiles.write(file, (FORMAT_VERSION + "\n").getBytes(StandardCharsets.US_ASCII));
            return;
        }
        String text = new String(AtomicFiles.read(file, FORMAT_FILE_BYTES_MAX), StandardCharsets.UTF_8).strip();
        long found;
        try {
            found = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new StateFolderException(
                    StateFolderException.Problem.DAMAGED,
                    file + " does not hold a number: if this folder was written by version " + FORMAT_VERSION
                            + " of the layout, write " + FORMAT_VERSION + " into it",
                    e);
        }
        if (found > FORMAT_VERSION) {
            throw new NewerFormatException("state folder " + root, found, FORMAT_VERSION);
        }
    }

    private static void layOut(Path root) throws IOException {
        for (String folder : List.of("boot/manifests", BootReports.FOLDER, "banks", "images")) {
            AtomicFiles.createFolders(root.resolve(folder), false);
        }
        for (String folder : List.of("identity", "identity/https", "identity/fleet", "store")) {
            Path path = root.resolve(folder);
            AtomicFiles.createFolders(path, true);
            // Also when it was there before, unpacked from a backup or made by hand.
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Removes what writes left that a power cut stopped; among them could be a part of a private key. */
    private static void sweep(Path root) throws IOException {
        try (Stream<Path> paths = Files.find(
                root,
                SWEEP_DEPTH,
                (path, attributes) ->
                        attributes.isRegularFile() && path.toString().endsWith(AtomicFiles.TEMPORARY_ENDING))) {
            for (Path path : paths.filter(path -> !path.startsWith(root.resolve("images")))
                    // A report may be on its way there at this moment; whoever reads the reports removes what is left.
                    .filter(path -> !path.startsWith(root.resolve(BootReports.FOLDER)))
                    .toList()) {
                AtomicFiles.delete(path);
            }
        }
    }

    private static StateFolderException notUsable(Path root, String reason, Exception cause) {
        return new StateFolderException(
                StateFolderException.Problem.NOT_USABLE,
                "state folder " + root + " cannot be used: " + reason + " (node.state)",
                cause);
    }
}
