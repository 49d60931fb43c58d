package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.firmwarerecovery.service.cli.image.ImageMatch;
import org.firmwarerecovery.service.cli.image.ManifestDraft;
import org.firmwarerecovery.service.cli.image.RevocationDraft;
import org.firmwarerecovery.service.cli.image.TrustFolder;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.trust.ManifestSigner;
import org.firmwarerecovery.update.io.trust.ManifestVerifier;
import org.firmwarerecovery.update.io.trust.Verified;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.ManifestCodec;
import org.firmwarerecovery.update.manifest.Parsed;
import org.firmwarerecovery.update.version.VersionScheme;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code manifest create|sign|verify|show|revoke}: the signed description of an image, made and checked offline. */
@Command(name = "manifest", description = "Manifests of images, offline.")
final class ManifestCommand {
    @Spec
    private @Nullable CommandSpec spec;

    private final Screen screen;

    ManifestCommand(Screen screen) {
        this.screen = screen;
    }

    @Command(name = "create", description = "Describes an image: raw, or a container of firmware.")
    int create(
            @Parameters(paramLabel = "IMAGE", description = "The bytes that go to the bank, or a container.")
                    Path image,
            @Option(
                            names = "--software-id",
                            required = true,
                            paramLabel = "S",
                            description = "SoftwareId of the component.")
                    String softwareId,
            @Option(
                            names = "--machine",
                            required = true,
                            paramLabel = "M",
                            description = "Machine it is made for; may be repeated.")
                    List<String> machines,
            @Option(names = "--version", required = true, paramLabel = "V", description = "Version of the firmware.")
                    String version,
            @Option(
                            names = "--security-version",
                            required = true,
                            paramLabel = "N",
                            description = "Counter against roll-back, 0 or more.")
                    long securityVersion,
            @Option(
                            names = "--scheme",
                            paramLabel = "S",
                            defaultValue = "opaque",
                            description = "SemVer, DotIntegerNotation, git-describe, dated, lenovo, debian or opaque.")
                    String scheme,
            @Option(names = "--manufacturer", paramLabel = "M", description = "Who made it.") @Nullable
                    String manufacturer,
            @Option(
                            names = "--chunk-size",
                            paramLabel = "N",
                            description = "Bytes per chunk: a power of two, 64KiB to 4MiB.")
                    @Nullable
                    ChunkSize chunkSize,
            @Mixin ContentOptions inside,
            @Option(names = "--out", required = true, paramLabel = "F", description = "File of the manifest.") Path out)
            throws IOException {
        VersionScheme known = scheme(scheme, securityVersion);
        if (inside.contradict() || inside.missOrRepeat(softwareId)) {
            throw usage("--component-of goes without --raw, and names each component once, " + softwareId
                    + " of --software-id among them");
        }
        ManifestDraft draft = new ManifestDraft(softwareId, machines, version, known, securityVersion, manufacturer);
        Manifest manifest = draft.of(image, inside.of(image, softwareId), chunkSize == null ? null : chunkSize.bytes());
        AtomicFiles.write(out, ManifestCodec.write(manifest));
        screen.line(out + ": manifest of " + softwareId + " " + version + ", "
                + manifest.image().chunks().count() + " chunks");
        manifest.payloads().forEach(payload -> screen.line(text(payload)));
        return ExitStatus.DONE;
    }

    private static String text(Manifest.Payload payload) {
        return "payload           " + payload.component() + ", " + payload.size() + " bytes at "
                + payload.packageOffset() + " to bank offset " + payload.bankOffset();
    }

    private VersionScheme scheme(String scheme, long securityVersion) {
        VersionScheme known = VersionScheme.of(scheme);
        if (!known.label().equals(scheme)) {
            throw usage("--scheme " + scheme + " is none of " + schemes());
        }
        if (securityVersion < 0) {
            throw usage("--security-version is negative");
        }
        return known;
    }

    @Command(name = "sign", description = "Signs a manifest (CMS, detached, DER).")
    int sign(
            @Parameters(paramLabel = "F", description = "The manifest.") Path manifest,
            @Option(
                            names = "--key",
                            required = true,
                            paramLabel = "K",
                            description = "Private key of the signer (PEM).")
                    Path key,
            @Option(
                            names = "--cert",
                            required = true,
                            paramLabel = "C",
                            description = "Certificate of the signer (PEM).")
                    Path certificate,
            @Option(names = "--chain", paramLabel = "P", description = "Authorities between it and the root (PEM).")
                    @Nullable
                    List<Path> chain,
            @Option(names = "--out", paramLabel = "F.p7s", description = "Signature (default: beside the manifest).")
                    @Nullable
                    Path out)
            throws IOException {
        byte[] bytes = Files.readAllBytes(manifest);
        if (ManifestCodec.parse(bytes) instanceof Parsed.Refused refused) {
            screen.note(manifest + ": " + refused.rejection().text());
            return ExitStatus.FAILED;
        }
        List<Path> authorities = chain == null ? List.of() : chain;
        ManifestSigner signer = ManifestSigner.ofFiles(key, certificate, authorities);
        Path signature = out == null ? signatureOf(manifest) : out;
        AtomicFiles.write(signature, signer.sign(bytes, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        screen.line(signature + ": signature");
        return ExitStatus.DONE;
    }

    @Command(name = "verify", description = "Checks signature, chain and every byte of the image.")
    int verify(
            @Parameters(paramLabel = "F", description = "The manifest.") Path manifest,
            @Option(names = "--image", required = true, paramLabel = "I", description = "The image.") Path image,
            @Option(
                            names = "--trust",
                            required = true,
                            paramLabel = "DIR",
                            description = "Folder of root certificates.")
                    Path trust,
            @Option(names = "--signature", paramLabel = "S", description = "Signature (default: beside the manifest).")
                    @Nullable
                    Path signature)
            throws IOException {
        ManifestVerifier verifier = ManifestVerifier.ofFiles(roots(trust), 1, TrustFolder.clock(), List.of());
        Verified verified = verifier.verify(
                Files.readAllBytes(manifest),
                Files.readAllBytes(signature == null ? signatureOf(manifest) : signature));
        if (verified instanceof Verified.Refused refused) {
            screen.note(manifest + ": " + refused.rejection().text());
            return ExitStatus.FAILED;
        }
        Verified.Ok good = (Verified.Ok) verified;
        Optional<String> difference = ImageMatch.difference(good.manifest().manifest(), image);
        if (difference.isPresent()) {
            screen.note(image + ": " + difference.get());
            return ExitStatus.FAILED;
        }
        good.manifest().signers().forEach(signer -> screen.line("signed by " + signer.subject()));
        screen.line("good: manifest " + good.manifest().digest().hex());
        return ExitStatus.DONE;
    }

    @Command(name = "show", description = "Shows what a manifest says, unverified.")
    int show(
            @Parameters(paramLabel = "F", description = "The manifest.") Path file,
            @Option(names = "--json", description = "Answers in JSON.") boolean json)
            throws IOException {
        Parsed parsed = ManifestCodec.parse(Files.readAllBytes(file));
        if (parsed instanceof Parsed.Refused refused) {
            screen.note(file + ": " + refused.rejection().text());
            return ExitStatus.FAILED;
        }
        Manifest manifest = ((Parsed.Ok) parsed).manifest();
        if (json) {
            screen.line(Files.readString(file).strip());
            return ExitStatus.DONE;
        }
        screen.line("software id       " + manifest.softwareId());
        screen.line("version           " + manifest.version() + " (" + manifest.versionScheme() + ")");
        screen.line("security version  " + manifest.securityVersion());
        screen.line("created           " + manifest.created());
        manifest.compatible().forEach(one -> screen.line("compatible        " + one));
        screen.line("container         " + manifest.container());
        ChunkList chunks = manifest.image().chunks();
        screen.line("image             " + chunks.size() + " bytes in " + chunks.count() + " chunks of "
                + chunks.chunkSize());
        manifest.image().digests().forEach(digest -> screen.line("digest            " + digest));
        manifest.payloads().forEach(payload -> screen.line(text(payload)));
        return ExitStatus.DONE;
    }

    @Command(name = "revoke", description = "Makes and signs the whole list of what is no longer trusted.")
    int revoke(
            @Option(
                            names = "--sequence",
                            required = true,
                            paramLabel = "N",
                            description = "Number of the list, above that of the one before.")
                    long sequence,
            @Option(
                            names = "--revoke",
                            required = true,
                            paramLabel = "FILE",
                            description = "Certificate of a signer or authority (PEM), or a manifest; may be repeated.")
                    List<Path> revoked,
            @Option(names = "--key", required = true, paramLabel = "K", description = "Private key that signs (PEM).")
                    Path key,
            @Option(names = "--cert", required = true, paramLabel = "C", description = "Its certificate (PEM).")
                    Path certificate,
            @Option(names = "--chain", paramLabel = "P", description = "Authorities between it and the root (PEM).")
                    @Nullable
                    List<Path> chain,
            @Option(names = "--out", required = true, paramLabel = "F", description = "The list; F.p7s its signature.")
                    Path out)
            throws IOException {
        RevocationDraft draft = new RevocationDraft(sequence);
        for (Path file : revoked) {
            draft.add(file);
        }
        byte[] bytes = draft.bytes();
        ManifestSigner signer = ManifestSigner.ofFiles(key, certificate, chain == null ? List.of() : chain);
        AtomicFiles.write(out, bytes);
        AtomicFiles.write(signatureOf(out), signer.sign(bytes, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        screen.line(out + ": revocation list " + sequence + " of " + revoked.size() + " entries");
        return ExitStatus.DONE;
    }

    /** The signature that stands beside a manifest. */
    static Path signatureOf(Path manifest) {
        return manifest.resolveSibling(manifest.getFileName() + ".p7s");
    }

    private static List<Path> roots(Path trust) throws IOException {
        List<Path> roots = TrustFolder.files(trust);
        if (roots.isEmpty()) {
            throw new IOException(trust + ": no *.pem file in it");
        }
        return roots;
    }

    private static String schemes() {
        return String.join(
                ", ",
                Stream.of(VersionScheme.values()).map(VersionScheme::label).toList());
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("picocli has not prepared this command");
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
