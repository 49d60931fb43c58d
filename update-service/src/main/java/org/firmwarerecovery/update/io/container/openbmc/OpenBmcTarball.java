package org.firmwarerecovery.update.io.container.openbmc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.firmwarerecovery.update.io.container.ContainerKind;
import org.firmwarerecovery.update.io.container.ContainerParser;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Inspection.Identity;
import org.firmwarerecovery.update.io.container.Part;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.Verdict;
import org.firmwarerecovery.update.io.tar.TarBlock;

/**
 * Reads tarballs of OpenBMC, plain or through gzip (images.md section 2). With keys of vendors a tarball is accepted when its
 * signatures chain to one of them, and refused otherwise. Without keys nobody can vouch for it: what is signed must fit the
 * key inside, and the verdict is {@link Verdict#ACCEPT_UNSIGNED}, as for a tarball without signatures.
 *
 * <p>{@link Profile#STRICT} refuses a MANIFEST that names no machine, which OpenBMC only warns of.
 */
public final class OpenBmcTarball implements ContainerParser {
    private static final String BUNDLE_MEMBER = "manifest.json";

    private final SystemKeys keys;

    /** A parser that trusts these keys. */
    public OpenBmcTarball(SystemKeys keys) {
        this.keys = keys;
    }

    @Override
    public ContainerKind kind() {
        return ContainerKind.OPENBMC_TAR;
    }

    /** True for any tar file but our own bundle: there is no other format in tar that this program knows. */
    @Override
    public boolean recognises(byte[] head) {
        byte[] start = GunzipStream.recognises(head) ? inflated(head) : Arrays.copyOf(head, TarBlock.BYTES);
        TarBlock header = new TarBlock(start);
        return header.hasMagic() && !header.name().equals(BUNDLE_MEMBER);
    }

    /** The first block inside gzip; zeros where there is none. */
    private static byte[] inflated(byte[] head) {
        byte[] start = new byte[TarBlock.BYTES];
        Inflater inflater = new Inflater(true);
        try {
            int from = GunzipStream.contentAt(head);
            inflater.setInput(head, from, head.length - from);
            inflater.inflate(start);
        } catch (DataFormatException e) {
            // No gzip after all, so no tar inside it either: zeros say that.
            return new byte[TarBlock.BYTES];
        } finally {
            inflater.end();
        }
        return start;
    }

    @Override
    public Inspection inspect(ImageBytes image, Profile profile) throws IOException {
        try {
            return judge(Tarball.read(image), profile);
        } catch (TarballRefusedException e) {
            return Inspection.refused(kind(), e.verdict(), String.valueOf(e.getMessage()));
        }
    }

    private Inspection judge(Tarball tarball, Profile profile) {
        Optional<String> unexpected = tarball.unexpected();
        if (unexpected.isPresent()) {
            return Inspection.refused(
                    kind(),
                    Verdict.REJECT_UNSAFE,
                    "unexpected entry " + unexpected.get() + " in an image of this kind");
        }
        OpenBmcManifest manifest = tarball.manifest();
        SignatureOrder.Outcome signatures = SignatureOrder.check(tarball.members(), manifest, keys);
        Map<String, Object> parse = tarball.parse(signatures);
        if (!signatures.isOk() && !signatures.isUnsigned()) {
            return refused(Verdict.REJECT, signatures.reason(), parse);
        }
        Optional<String> broken = tarball.brokenRule();
        if (broken.isPresent()) {
            return refused(Verdict.REJECT, broken.get(), parse);
        }
        boolean lenient = manifest.machine().isEmpty();
        if (lenient && profile == Profile.STRICT) {
            return refused(Verdict.REJECT_STRICT, "MANIFEST names no machine", parse);
        }
        Identity identity = new Identity(
                List.of(manifest.version()), manifest.machine().stream().toList());
        List<Part> parts = parts(tarball);
        if (signatures.trusted() == null) {
            String reason = signatures.isUnsigned() ? signatures.reason() : "no key of a vendor is trusted here";
            return new Inspection(kind(), Verdict.ACCEPT_UNSIGNED, reason, parse, parts, identity);
        }
        return lenient
                ? new Inspection(kind(), Verdict.ACCEPT_LENIENT, "MANIFEST names no machine", parse, parts, identity)
                : new Inspection(kind(), Verdict.ACCEPT, "", parse, parts, identity);
    }

    private Inspection refused(Verdict verdict, String reason, Map<String, Object> parse) {
        return new Inspection(kind(), verdict, reason, parse, List.of(), Identity.NONE);
    }

    /** Inside gzip no part is a range of the file. */
    private static List<Part> parts(Tarball tarball) {
        List<Part> parts = new ArrayList<>();
        if (!tarball.compressed()) {
            for (String image : SignatureOrder.images(tarball.members(), tarball.manifest())) {
                Member member = tarball.members().get(image);
                if (member != null) {
                    parts.add(new Part(image, member.offset(), member.size(), null));
                }
            }
        }
        return parts;
    }
}
