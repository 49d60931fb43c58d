package org.firmwarerecovery.update.io.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.negotiation.PeerRole;

/**
 * The authority of a fleet, kept offline in a folder: its certificate, its key, and the fleet key with which nodes tag their
 * search datagrams. All files are readable by their owner only. Blocking.
 */
public final class FleetAuthority {
    /** Certificate of the authority; every node has a copy. */
    public static final String CERTIFICATE_FILE = "fleet-ca.pem";
    /** Private key of the authority; stays in the authority's folder. */
    public static final String AUTHORITY_KEY_FILE = "fleet-ca.key";
    /** Shared key of the fleet: 64 hexadecimal digits and a line end; every node has a copy. */
    public static final String FLEET_KEY_FILE = "fleet.key";
    /** Certificate of an enrolled node. */
    public static final String NODE_CERTIFICATE_FILE = "node.pem";
    /** Private key of an enrolled node. */
    public static final String NODE_KEY_FILE = "node.key";
    /** Bytes of the shared key. */
    public static final int FLEET_KEY_BYTES = 32;

    private static final Pattern NAME = Pattern.compile("[\\p{Alnum}][\\p{Alnum} ._-]{0,62}");
    private static final Pattern FLEET_KEY = Pattern.compile("[0-9a-f]{" + 2 * FLEET_KEY_BYTES + "}");
    private static final int FLEET_KEY_FILE_BYTES_MAX = 128;

    private final KeyMaterial authority;
    private final byte[] fleetKey;

    private FleetAuthority(KeyMaterial authority, byte[] fleetKey) {
        this.authority = authority;
        this.fleetKey = fleetKey.clone();
    }

    /**
     * Makes a new authority and writes it to {@code folder}.
     *
     * @throws FileAlreadyExistsException there is an authority already; it is not touched
     */
    public static FleetAuthority create(Path folder) throws IOException {
        refuseExisting(folder, List.of(CERTIFICATE_FILE, AUTHORITY_KEY_FILE, FLEET_KEY_FILE));
        AtomicFiles.createFolders(folder, true);
        KeyPair keys = CertificateIssuer.newKeyPair();
        String serial = HexFormat.of().formatHex(CertificateIssuer.random(4));
        X509Certificate certificate = CertificateIssuer.authority("Firmware recovery fleet " + serial, keys);
        byte[] fleetKey = CertificateIssuer.random(FLEET_KEY_BYTES);
        Pem.write(folder.resolve(AUTHORITY_KEY_FILE), Pem.text(keys.getPrivate()));
        writeFleetKey(folder, fleetKey);
        // The certificate comes last: a folder that has it has everything.
        Pem.write(folder.resolve(CERTIFICATE_FILE), Pem.text(List.of(certificate)));
        return new FleetAuthority(new KeyMaterial(keys.getPrivate(), List.of(certificate)), fleetKey);
    }

    /** Opens the authority in {@code folder}. */
    public static FleetAuthority open(Path folder) throws IOException {
        KeyMaterial authority = KeyMaterial.read(folder.resolve(CERTIFICATE_FILE), folder.resolve(AUTHORITY_KEY_FILE));
        return new FleetAuthority(authority, readFleetKey(folder.resolve(FLEET_KEY_FILE)));
    }

    /** Reads a fleet key file: the 32 bytes of the shared key. */
    public static byte[] readFleetKey(Path file) throws IOException {
        String text = new String(AtomicFiles.read(file, FLEET_KEY_FILE_BYTES_MAX), StandardCharsets.US_ASCII).strip();
        if (!FLEET_KEY.matcher(text).matches()) {
            throw new IOException(file + ": a fleet key is " + 2 * FLEET_KEY_BYTES + " lower-case hexadecimal digits");
        }
        return HexFormat.of().parseHex(text);
    }

    /**
     * Makes key and certificate of a node and writes {@code node.pem}, {@code node.key}, {@code fleet-ca.pem} and
     * {@code fleet.key} to {@code folder}.
     *
     * @param name the node's name, for people
     * @param uuid the node's UUID
     * @param roles what the node may do, at least one
     * @throws FileAlreadyExistsException there is a node's identity already; it is not touched
     */
    public FleetIdentity enroll(String name, String uuid, List<PeerRole> roles, Path folder) throws IOException {
        String node = uuid.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            throw new IOException("not a node name (letters, digits, space, . _ -, at most 63): " + name);
        }
        if (!FleetIdentity.isUuid(node)) {
            throw new IOException("not a UUID: " + uuid);
        }
        if (roles.isEmpty()) {
            throw new IOException("a node needs a role: recipient, donor or console");
        }
        refuseExisting(folder, List.of(NODE_CERTIFICATE_FILE, NODE_KEY_FILE, CERTIFICATE_FILE, FLEET_KEY_FILE));
        KeyPair keys = CertificateIssuer.newKeyPair();
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.dNSName, FleetIdentity.hostOf(node)));
        for (PeerRole role : PeerRole.values()) {
            if (roles.contains(role)) {
                names.add(new GeneralName(GeneralName.uniformResourceIdentifier, FleetIdentity.uriOf(role)));
            }
        }
        X509Certificate certificate =
                CertificateIssuer.node(name, keys.getPublic(), names, authority.certificate(), authority.key());
        AtomicFiles.createFolders(folder, true);
        Pem.write(folder.resolve(NODE_KEY_FILE), Pem.text(keys.getPrivate()));
        writeFleetKey(folder, fleetKey);
        Pem.write(folder.resolve(CERTIFICATE_FILE), Pem.text(List.of(authority.certificate())));
        Pem.write(folder.resolve(NODE_CERTIFICATE_FILE), Pem.text(List.of(certificate)));
        return FleetIdentity.of(certificate)
                .orElseThrow(() -> new IllegalStateException("the new certificate names no node"));
    }

    /** Certificate of the authority. */
    public X509Certificate certificate() {
        return authority.certificate();
    }

    private static void writeFleetKey(Path folder, byte[] fleetKey) throws IOException {
        String text = HexFormat.of().formatHex(fleetKey) + "\n";
        AtomicFiles.write(folder.resolve(FLEET_KEY_FILE), text.getBytes(StandardCharsets.US_ASCII), true);
    }

    private static void refuseExisting(Path folder, List<String> names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file + ": is there already and will not be replaced");
            }
        }
    }
}
