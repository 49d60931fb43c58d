package org.firmwarerecovery.service.cli.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.update.io.container.ContainerKind;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Verdict;
import org.firmwarerecovery.update.io.store.Bundle;
import org.firmwarerecovery.update.io.store.BundleFault;
import org.firmwarerecovery.update.io.store.BundleOutcome;
import org.firmwarerecovery.update.io.store.BundleReader;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.trust.ManifestVerifier;
import org.jspecify.annotations.Nullable;

/** Files of our own making, inspected: bundles, manifests with the signature beside them, and signatures. */
final class SignedFiles {
    /** Kind of a detached signature. */
    static final String SIGNATURE = "cms-detached";
    /** Kind of a manifest. */
    static final String MANIFEST = "manifest";

    private final @Nullable ManifestVerifier verifier;

    SignedFiles(@Nullable ManifestVerifier verifier) {
        this.verifier = verifier;
    }

    /** Inspects what is inside an image: a container has a container's rules as well. */
    interface Inner {
        Report inspect(ImageBytes image, String name) throws IOException;
    }

    Report bundle(FileChannel file, Inner inner) throws IOException {
        String kind = ContainerKind.BUNDLE.text();
        file.position(0);
        // Not buffered, so that the position of the file is where the image begins.
        InputStream stream = Channels.newInputStream(file);
        BundleOutcome outcome = BundleReader.open(stream, Long.MAX_VALUE);
        if (outcome instanceof BundleOutcome.Malformed malformed) {
            return Report.refused(kind, Verdict.REJECT, malformed.fault().detail());
        }
        Bundle bundle = ((BundleOutcome.Opened) outcome).bundle();
        long offset = file.position();
        ManifestReport report = new ManifestReport(kind);
        ManifestPair pair = bundle.pair();
        report.read(pair.manifest().array(), pair.signature().array(), verifier);
        report.compare(bundle.image());
        Optional<BundleFault> fault = bundle.finish();
        fault.ifPresent(broken -> report.refuse(Verdict.REJECT, broken.detail()));
        if (report.isGood()) {
            Report content = inner.inspect(ImageBytes.of(file).slice(offset, bundle.imageSize()), bundle.imageName());
            Map<String, Object> member = new LinkedHashMap<>();
            member.put("name", bundle.imageName());
            member.put("offset", offset);
            member.putAll(content.members());
            report.add("content", member);
            if (!content.isGood()) {
                report.refuse(content.verdict(), "the image inside: " + content.reason());
            }
        }
        return report.report();
    }

    /** A manifest, with its signature and its image where they are. */
    Report manifest(Path file, @Nullable Path signature, @Nullable Path image) throws IOException {
        return pair(MANIFEST, file, signature, image);
    }

    /** A signature, over the manifest it belongs to. */
    Report signature(Path file, Path manifest, @Nullable Path image) throws IOException {
        return pair(SIGNATURE, manifest, file, image);
    }

    private Report pair(String kind, Path manifest, @Nullable Path signature, @Nullable Path image) throws IOException {
        ManifestReport report = read(kind, manifest, signature);
        if (image != null && report.isGood()) {
            try (InputStream bytes = Files.newInputStream(image)) {
                report.compare(bytes);
            }
        }
        return report.report();
    }

    /** An image with its manifest beside it: refused where the two do not belong together. */
    Report image(Report content, Path image, Path manifest, @Nullable Path signature) throws IOException {
        ManifestReport report = read(content.kind(), manifest, signature);
        if (report.isGood()) {
            try (InputStream bytes = Files.newInputStream(image)) {
                report.compare(bytes);
            }
        }
        if (!report.isGood()) {
            return Report.refused(content.kind(), report.verdict(), report.reason());
        }
        Map<String, Object> parse = new LinkedHashMap<>(content.parse());
        parse.put("manifest", report.parse());
        Verdict verdict = report.verdict() == Verdict.ACCEPT && content.verdict() == Verdict.RECOGNISE
                ? Verdict.ACCEPT
                : content.verdict();
        return new Report(
                content.kind(), verdict, content.reason().isEmpty() ? report.reason() : content.reason(), parse);
    }

    private ManifestReport read(String kind, Path manifest, @Nullable Path signature) throws IOException {
        ManifestReport report = new ManifestReport(kind);
        report.read(
                bounded(manifest, ManifestPair.MANIFEST_BYTES_MAX),
                signature == null ? null : bounded(signature, ManifestPair.SIGNATURE_BYTES_MAX),
                verifier);
        return report;
    }

    /** A file up to one byte more than its limit, which the check after it sees. */
    private static byte[] bounded(Path file, int bytesMax) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.readNBytes(bytesMax + 1);
        }
    }
}
