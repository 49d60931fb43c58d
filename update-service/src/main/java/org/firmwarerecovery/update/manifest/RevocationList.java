package org.firmwarerecovery.update.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.text.StrictJson;

/**
 * What is no longer trusted although its signature is good: DESIGN section 4, "compromise is handled by a signed revocation
 * list". A document of its own, signed like a manifest; a list is whole, so that a newer one replaces an older one.
 *
 * <pre>
 * {"schema": "firmware-recovery-revocations-1", "sequence": 3,
 *  "certificates": [], "keys": [], "manifests": [], "images": []}
 * </pre>
 *
 * <p>Entries are SHA-256 in lower-case hexadecimal: of a signer's or authority's certificate in DER, of its public key
 * (SubjectPublicKeyInfo in DER), of a manifest's exact bytes, of a whole image.
 *
 * @param sequence grows with every list; a node never goes back to a smaller one
 */
public record RevocationList(
        long sequence, List<String> certificates, List<String> keys, List<String> manifests, List<String> images) {
    /** Name of the layout. */
    public static final String SCHEMA = "firmware-recovery-revocations-1";
    /** Most bytes of a list: what fits the two copies in which a node keeps it. */
    public static final int BYTES_MAX = 96 * 1024;
    /** Most entries of each kind. */
    public static final int ENTRIES_MAX = 256;
    /** Nothing is revoked, and any list is newer. */
    public static final RevocationList NONE = new RevocationList(0, List.of(), List.of(), List.of(), List.of());

    private static final int DEPTH_MAX = 4;
    private static final JsonMapper MAPPER = StrictJson.mapper(DEPTH_MAX, BYTES_MAX);

    /** Copies the lists. */
    public RevocationList {
        certificates = List.copyOf(certificates);
        keys = List.copyOf(keys);
        manifests = List.copyOf(manifests);
        images = List.copyOf(images);
    }

    /** What reading a list gave. */
    public sealed interface Read {
        /** It follows its format. */
        record Ok(RevocationList list) implements Read {}

        /** It breaks a rule, named in words. */
        record Refused(String rule) implements Read {}
    }

    /** Reads a list; never throws for any input. */
    public static Read read(byte[] text) {
        if (text.length > BYTES_MAX) {
            return new Read.Refused("it must not have more than " + BYTES_MAX + " bytes");
        }
        try {
            JsonMember root = JsonMember.object(MAPPER.readTree(new String(text, StandardCharsets.UTF_8)), "");
            if (!root.text("schema").equals(SCHEMA)) {
                throw root.broken("schema", "must be " + SCHEMA);
            }
            return new Read.Ok(new RevocationList(
                    root.number("sequence", 1, JsonMember.NUMBER_MAX),
                    digests(root, "certificates"),
                    digests(root, "keys"),
                    digests(root, "manifests"),
                    digests(root, "images")));
        } catch (RuleBrokenException e) {
            return new Read.Refused(e.broken().text());
        } catch (JsonProcessingException e) {
            return new Read.Refused("it must be one JSON object without duplicate members");
        }
    }

    private static List<String> digests(JsonMember root, String name) throws RuleBrokenException {
        List<String> digests = root.texts(name, ENTRIES_MAX);
        for (String digest : digests) {
            try {
                Digest.sha256(digest);
            } catch (IllegalArgumentException e) {
                throw root.broken(name, "must hold SHA-256 digests in lower-case hexadecimal");
            }
        }
        return digests;
    }

    /** True where the list strikes out a certificate, by itself or by its key. */
    public boolean strikes(String certificateSha256, String keySha256) {
        return certificates.contains(certificateSha256) || keys.contains(keySha256);
    }

    /** The reason where the list strikes out a manifest, or the image it describes. */
    public Optional<Rejection> rejection(Digest digest, Manifest manifest) {
        boolean struck = manifests.contains(digest.hex())
                || manifest.image().digests().stream().anyMatch(image -> images.contains(image.hex()));
        return struck ? Optional.of(new Rejection.ManifestRevoked(digest)) : Optional.empty();
    }
}
