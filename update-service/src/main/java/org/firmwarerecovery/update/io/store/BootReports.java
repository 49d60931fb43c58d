package org.firmwarerecovery.update.io.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports of boot loaders on their way to the node: one small file each in {@code boot/reports/} of the state folder, written
 * by any process while the node runs or not (DESIGN.md section 7, {@code boot report}). The node's lock is not needed; writers
 * exclude each other by a lock of their own.
 *
 * <p>A file is named {@code <19 digits>-<component>.json}, the digits growing, so that names sorted are reports in their order.
 * It holds {@code {"Component":"BMC","Bank":"A","Result":"failed"}}. At most {@link #REPORTS_MAX} wait: above that the oldest
 * one of the same component goes, else the oldest of all, since the latest tell how things stand.
 *
 * <p>What is here was written by others: whatever is no report in this form is logged, removed and never read further than
 * {@link #REPORT_BYTES_MAX}. Blocking. Threads: {@link #add} from any thread and process; {@link #read} and {@link #remove} by
 * one reader.
 */
public final class BootReports {
    /** Where reports wait, below the state folder. */
    public static final String FOLDER = "boot/reports";
    /** Most reports that wait. */
    public static final int REPORTS_MAX = 64;
    /** Largest report. */
    public static final int REPORT_BYTES_MAX = 1024;

    /** Most entries of the folder that one {@link #read} looks at; what is odd among them is removed, the rest follows. */
    static final int ENTRIES_MAX = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(BootReports.class);
    /** How long a writer waits for others. */
    private static final Duration WRITERS_WITHIN = Duration.ofSeconds(5);

    private static final int LOGGED_MAX = 8;
    private static final int NUMBER_DIGITS = 19;
    private static final Pattern NAME = Pattern.compile("(0[0-9]{18})-([A-Za-z][A-Za-z0-9_.]{0,31})\\.json");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path folder;
    private final Opening opening;
    /** Entries that could be neither read nor removed, so that this is told once. */
    private final TreeSet<Path> stuck = new TreeSet<>();

    /** Opens an entry: a seam, so that tests can let a medium fail. */
    @FunctionalInterface
    interface Opening {
        InputStream open(Path entry) throws IOException;
    }

    private BootReports(Path folder, Opening opening) {
        this.folder = folder;
        this.opening = opening;
    }

    /** The reports of the node whose state is in {@code state}. */
    public static BootReports of(Path state) {
        return of(state, entry -> Files.newInputStream(entry, LinkOption.NOFOLLOW_LINKS));
    }

    static BootReports of(Path state, Opening opening) {
        return new BootReports(state.resolve(FOLDER), opening);
    }

    /**
     * A report that waits.
     *
     * @param file where
     * @param report what it says
     */
    public record Waiting(Path file, BootReport report) {}

    /**
     * Adds a report; durable on return.
     *
     * @return its file
     * @throws IOException it is not there; among others when other writers do not end, or this user may not write here
     */
    public Path add(BootReport report) throws IOException {
        return add(report, WRITERS_WITHIN);
    }

    Path add(BootReport report, Duration within) throws IOException {
        Path state = AtomicFiles.folderOf(AtomicFiles.folderOf(folder));
        makeFolder(state);
        try (ReportLock lock = ReportLock.take(folder, within)) {
            belongLike(folder, lock.file());
            List<Path> present = present();
            long last = present.isEmpty() ? 0 : numberOf(present.get(present.size() - 1));
            makeRoom(present, report.component());
            long number = lock.next(last);
            Path file = folder.resolve(String.format("%019d-%s.json", number, report.component()));
            write(file, text(report));
            return file;
        }
    }

    /** Nodes make it at their start; a state folder of an older one has none. */
    private void makeFolder(Path state) throws IOException {
        if (!Files.isDirectory(folder)) {
            AtomicFiles.createFolders(folder, false);
            belongLike(state, folder);
        }
    }

    /** The reports that wait, in their order; what is none is gone afterwards, what cannot be read now stands in nobody's way. */
    public List<Waiting> read() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                found.add(entry);
                if (found.size() >= ENTRIES_MAX) {
                    break;
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(null);
        stuck.retainAll(found);
        List<Waiting> waiting = new ArrayList<>();
        int refused = 0;
        for (Path entry : found) {
            String name = nameOf(entry);
            if (name.equals(ReportLock.NAME)
                    || name.endsWith(AtomicFiles.TEMPORARY_ENDING) && ReportLock.isHeld(folder)) {
                continue;
            }
            try {
                waiting.add(new Waiting(entry, report(entry)));
            } catch (RefusedReportException e) {
                refused += refuse(entry, String.valueOf(e.getMessage()), refused);
            } catch (NoSuchFileException e) {
                LOG.debug("{} went to make room for newer ones", entry);
            } catch (IOException e) {
                if (stuck.add(entry)) {
                    LOG.warn(
                            "{} cannot be read or removed; it is tried again and others are read", printable(entry), e);
                }
            }
        }
        if (refused > LOGGED_MAX) {
            LOG.warn("{} entries of {} were no boot reports; the first {} are logged", refused, folder, LOGGED_MAX);
        }
        return waiting.subList(0, Math.min(REPORTS_MAX, waiting.size()));
    }

    /** Removes a report that was dealt with; durable on return. */
    public void remove(Waiting report) throws IOException {
        AtomicFiles.delete(report.file());
    }

    /** Removes an entry; how many went. */
    private int refuse(Path entry, String why, int before) {
        if (before < LOGGED_MAX && !stuck.contains(entry)) {
            LOG.warn("{} is no boot report and is removed: {}", printable(entry), why);
        }
        try {
            removeAll(entry);
            return 1;
        } catch (IOException e) {
            if (stuck.add(entry)) {
                LOG.warn("{} cannot be removed; it is tried again and others are read", printable(entry), e);
            }
            return 0;
        }
    }

    private static void removeAll(Path entry) throws IOException {
        try {
            Files.deleteIfExists(entry);
        } catch (DirectoryNotEmptyException e) {
            AtomicFiles.deleteTree(entry);
        }
    }

    private BootReport report(Path entry) throws IOException, RefusedReportException {
        Matcher name = NAME.matcher(nameOf(entry));
        if (!name.matches()) {
            throw new RefusedReportException("its name is none of a report");
        }
        if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedReportException("it is no plain file");
        }
        byte[] content;
        try (InputStream in = opening.open(entry)) {
            content = in.readNBytes(REPORT_BYTES_MAX + 1);
        }
        if (content.length > REPORT_BYTES_MAX) {
            throw new RefusedReportException("it has more than " + REPORT_BYTES_MAX + " bytes");
        }
        BootReport report = parse(content);
        if (!report.component().value().equals(name.group(2))) {
            throw new RefusedReportException("its name is for another component");
        }
        return report;
    }

    private static BootReport parse(byte[] content) throws IOException, RefusedReportException {
        try {
            JsonNode json = JSON.readTree(content);
            boolean complete = json != null
                    && json.isObject()
                    && json.size() == 3
                    && json.path("Component").isTextual()
                    && json.path("Bank").isTextual()
                    && json.path("Result").isTextual();
            if (!complete) {
                throw new RefusedReportException("it wants Component, Bank and Result, and nothing else");
            }
            return new BootReport(
                    new ComponentId(json.get("Component").textValue()),
                    BankId.of(json.get("Bank").textValue()),
                    BootReport.result(json.get("Result").textValue()));
        } catch (JsonProcessingException e) {
            throw new RefusedReportException("it is no JSON");
        } catch (IllegalArgumentException e) {
            throw new RefusedReportException("a value in it is none of those that are known");
        }
    }

    private static String text(BootReport report) {
        return JSON.createObjectNode()
                        .put("Component", report.component().value())
                        .put("Bank", report.bank().label())
                        .put("Result", BootReport.word(report.result()))
                + "\n";
    }

    private List<Path> present() throws IOException {
        TreeSet<Path> present = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (NAME.matcher(nameOf(entry)).matches() && present.size() < ENTRIES_MAX) {
                    present.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new ArrayList<>(present);
    }

    private static void makeRoom(List<Path> present, ComponentId component) throws IOException {
        String ending = "-" + component + ".json";
        while (present.size() >= REPORTS_MAX) {
            Path oldest = present.stream()
                    .filter(path -> nameOf(path).endsWith(ending))
                    .findFirst()
                    .orElse(present.get(0));
            present.remove(oldest);
            Files.deleteIfExists(oldest);
        }
    }

    /** Temp, force, rename, force of the folder; readable for the node although somebody else wrote it. */
    private void write(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(nameOf(file) + AtomicFiles.TEMPORARY_ENDING);
        Files.deleteIfExists(temporary);
        boolean done = false;
        try {
            Set<StandardOpenOption> fresh = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(temporary, fresh)) {
                belongLike(folder, temporary);
                AtomicFiles.writeFully(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            AtomicFiles.move(temporary, file);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** Boot scripts run as root, the node need not: what root makes here belongs to whom the folder belongs to. */
    private static void belongLike(Path model, Path made) throws IOException {
        if (!Files.getOwner(made).equals(Files.getOwner(model))) {
            Files.setOwner(made, Files.getOwner(model));
        }
    }

    private static long numberOf(Path file) {
        return Long.parseLong(nameOf(file).substring(0, NUMBER_DIGITS));
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static String printable(Path path) {
        String text = UNPRINTABLE.matcher(nameOf(path)).replaceAll("?");
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    /** Something in the folder that is no report. */
    private static final class RefusedReportException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedReportException(String message) {
            super(message);
        }
    }
}
