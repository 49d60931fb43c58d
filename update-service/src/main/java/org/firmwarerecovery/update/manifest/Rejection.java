package org.firmwarerecovery.update.manifest;

import java.util.List;
import org.firmwarerecovery.update.component.Digest;

/**
 * Why a manifest, an image or a written bank was refused. One record per message of the registry
 * {@code FirmwareRecovery.1.0}, whose key is the record's name: the same facts stand in error bodies, tasks, events,
 * recovery records and the log.
 */
public sealed interface Rejection {
    /** The signature or the chain of the signer does not hold. {@code detail} names the rule of the profile. */
    record SignatureInvalid(String detail) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(detail);
        }

        @Override
        public String text() {
            return "The signature of the manifest is not valid: " + detail + ".";
        }
    }

    /** The image is made for something else. Both sides are {@code softwareId} or {@code softwareId on machine}. */
    record NotCompatible(String found, String expected) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(found, expected);
        }

        @Override
        public String text() {
            return "The image is for " + found + ", the component needs " + expected + ".";
        }
    }

    /** The security version is under the floor; nobody can override this. */
    record BelowFloor(long securityVersion, long floor) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(Long.toString(securityVersion), Long.toString(floor));
        }

        @Override
        public String text() {
            return "The security version " + securityVersion + " of the image is under the floor " + floor + ".";
        }
    }

    /** The image or payload does not fit. Both in bytes. */
    record ImageTooLarge(long size, long limit) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(Long.toString(size), Long.toString(limit));
        }

        @Override
        public String text() {
            return "The image takes " + size + " bytes, the limit is " + limit + ".";
        }
    }

    /** Bytes are not what the manifest describes. {@code what} is {@code image} or {@code payload BMC}. */
    record DigestMismatch(String what, Digest expected, Digest found) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(what, expected.toString(), found.toString());
        }

        @Override
        public String text() {
            return "The digest of the " + what + " is " + found + ", the manifest says " + expected + ".";
        }
    }

    /** One chunk is not what the manifest describes; {@code index} counts from 0. */
    record ChunkDigestMismatch(int index) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(Integer.toString(index));
        }

        @Override
        public String text() {
            return "Chunk " + index + " does not have the digest that the manifest gives.";
        }
    }

    /** The manifest breaks a rule of its format. {@code member} is a path such as {@code image.chunkSize}. */
    record ManifestRuleBroken(String member, String rule) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(member, rule);
        }

        @Override
        public String text() {
            return "The manifest breaks a rule at " + member + ": " + rule + ".";
        }
    }

    /** The policy does not allow an older version, or one that can not be compared. */
    record DowngradeRefused(String installed, String offered) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(installed, offered);
        }

        @Override
        public String text() {
            return "The policy does not allow to go from version " + installed + " to " + offered + ".";
        }
    }

    /** The installed image names a lowest version that may replace it, and the offered one is older. */
    record BelowLowestSupported(String offered, String lowest) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(offered, lowest);
        }

        @Override
        public String text() {
            return "Version " + offered + " is older than the lowest supported version " + lowest + ".";
        }
    }

    /** A signed revocation list strikes out the manifest, or the image it describes. */
    record ManifestRevoked(Digest digest) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(digest.toString());
        }

        @Override
        public String text() {
            return "The manifest " + digest + " or its image is revoked.";
        }
    }

    /** This manifest failed here before and is quarantined until the operator lifts it. */
    record ManifestQuarantined(Digest digest) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(digest.toString());
        }

        @Override
        public String text() {
            return "The manifest " + digest + " is quarantined on this node.";
        }
    }

    /** No manifest, or no signature of one, where one has to be. {@code where} is a URI, file or bundle member. */
    record ManifestMissing(String where) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(where);
        }

        @Override
        public String text() {
            return "There is no signed manifest at " + where + ".";
        }
    }

    /** The number of bytes differs from the manifest's. */
    record SizeMismatch(long expected, long found) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(Long.toString(expected), Long.toString(found));
        }

        @Override
        public String text() {
            return "The image has " + found + " bytes, the manifest says " + expected + ".";
        }
    }

    /** What was read back from a bank is not what was written. {@code bank} is {@code BMC-A}. */
    record ReadBackMismatch(String bank, Digest expected, Digest found) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(bank, expected.toString(), found.toString());
        }

        @Override
        public String text() {
            return "Bank " + bank + " reads back as " + found + " instead of " + expected + ".";
        }
    }

    /** The container inside the image can not be read or disagrees with the manifest. */
    record ContainerInvalid(String container, String detail) implements Rejection {
        @Override
        public List<String> messageArgs() {
            return List.of(container, detail);
        }

        @Override
        public String text() {
            return "The image is not a valid " + container + " container: " + detail + ".";
        }
    }

    /** Key of the message in the registry {@code FirmwareRecovery.1.0}. */
    default String messageKey() {
        return getClass().getSimpleName();
    }

    /** Arguments of the message, in the order of the registry. */
    List<String> messageArgs();

    /** The facts as a sentence, for log and record. */
    String text();
}
