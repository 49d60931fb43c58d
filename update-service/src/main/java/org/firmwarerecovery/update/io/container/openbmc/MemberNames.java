package org.firmwarerecovery.update.io.container.openbmc;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The names that a tarball may hold, and the order in which OpenBMC looks at them. Pure. */
final class MemberNames {
    static final String MANIFEST = "MANIFEST";
    static final String PUBLIC_KEY = "publickey";
    static final String SIGNATURE = ".sig";
    static final String FULL_SIGNATURE = "image-full.sig";

    /** The whole flash in one. */
    static final String WHOLE = "image-bmc";
    /** The flash in parts, in the order of their verification. */
    static final List<String> PARTS = List.of("image-kernel", "image-rofs", "image-rwfs", "image-u-boot");
    /** Firmware of the host beside that of the BMC. */
    static final String HOST = "image-hostfw";
    /** Files whose signatures, joined in this order, are what {@link #FULL_SIGNATURE} signs. */
    static final List<String> JOINED =
            List.of(WHOLE, HOST, "image-kernel", "image-rofs", "image-rwfs", "image-u-boot", MANIFEST, PUBLIC_KEY);

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}");

    private MemberNames() {}

    /** True for a name without path, spaces or control characters. */
    static boolean isPlain(String name) {
        return PLAIN.matcher(name).matches();
    }

    /** True for a file that every tarball may hold, and its signature. */
    static boolean isKnown(String name) {
        return JOINED.contains(signed(name)) || name.equals(FULL_SIGNATURE);
    }

    /** The sub-folder of a second signature, which may hold a key and signatures; empty for any other name. */
    static String folder(String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            return "";
        }
        String folder = name.substring(0, slash);
        String file = name.substring(slash + 1);
        boolean proof = isPlain(file) && (file.equals(PUBLIC_KEY) || file.endsWith(SIGNATURE));
        return isPlain(folder) && proof ? folder : "";
    }

    /** True for a file that is held in memory, and so must be small. */
    static boolean isProof(String name) {
        return name.equals(MANIFEST)
                || name.equals(PUBLIC_KEY)
                || name.endsWith(SIGNATURE)
                || !folder(name).isEmpty();
    }

    /** What a signature signs; the name itself for anything else. */
    static String signed(String name) {
        return name.endsWith(SIGNATURE) ? name.substring(0, name.length() - SIGNATURE.length()) : name;
    }

    static boolean isSignature(String name) {
        return !Objects.equals(signed(name), name);
    }
}
