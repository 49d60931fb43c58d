package org.firmwarerecovery.conformance.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all suites share, since every process costs seconds: one site, one vendor, each release once, two nodes. Parts are
 * made when they are first asked for.
 */
public final class Lab implements AutoCloseable {
    /** Size of releases for which size does not matter. */
    public static final int SMALL = 1024 * 1024;

    private final Path folder;
    private final Site site;
    private final FirmwareVendor vendor;
    private final Map<String, FirmwareVendor.Release> releases = new LinkedHashMap<>();
    private @Nullable Pair pair;
    private @Nullable Throwable pairFailed;

    private Lab(Path folder, Site site, FirmwareVendor vendor) {
        this.folder = folder;
        this.site = site;
        this.vendor = vendor;
    }

    /** An empty lab in a temporary folder. */
    static Lab open() throws Exception {
        Path folder = Files.createTempDirectory("firmware-recovery-lab-");
        SharedClasses.prepare(Files.createDirectory(folder.resolve("classes")));
        return new Lab(
                folder,
                Site.create(Files.createDirectory(folder.resolve("site"))),
                FirmwareVendor.create(folder.resolve("vendor")));
    }

    /** The fleet and its nodes. */
    public Site site() {
        return site;
    }

    /** Who signs the firmware. */
    public FirmwareVendor vendor() {
        return vendor;
    }

    /** A node of the fleet that trusts the vendor; not started. */
    public NodeProcess node(String name) throws Exception {
        return site.node(name, vendor.root());
    }

    /** A release, made once. */
    public synchronized FirmwareVendor.Release release(String name, FirmwareVendor.Facts facts) throws Exception {
        FirmwareVendor.Release known = releases.get(name);
        if (known == null) {
            known = vendor.release(name, facts);
            releases.put(name, known);
        }
        return known;
    }

    /** The release that fills a whole bank: version 1.0.0, security version 1. */
    public FirmwareVendor.Release main() throws Exception {
        return release("main", FirmwareVendor.Facts.first(Site.BANK_BYTES));
    }

    /** A small release: version 1.1.0, security version 1. */
    public FirmwareVendor.Release small() throws Exception {
        return release("small", FirmwareVendor.Facts.first(SMALL).version("1.1.0", 1));
    }

    /** Two nodes with the main release in all banks; what kept them from starting once keeps them for good. */
    public synchronized Pair pair() throws Exception {
        if (pairFailed != null) {
            throw new IllegalStateException("the pair did not start before", pairFailed);
        }
        Pair started = pair;
        if (started == null) {
            try {
                started = Pair.start(this);
            } catch (Exception | AssertionError e) {
                pairFailed = e;
                throw e;
            }
            pair = started;
        }
        return started;
    }

    /** Ends all processes and removes all files; system property {@code conformance.keep=true} leaves the files. */
    @Override
    public void close() throws Exception {
        site.close();
        if (!Boolean.getBoolean("conformance.keep")) {
            delete(folder);
        }
    }

    /** Removes a folder with everything in it. */
    public static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
