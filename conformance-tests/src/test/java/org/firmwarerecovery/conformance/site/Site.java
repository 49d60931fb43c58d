package org.firmwarerecovery.conformance.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** One fleet with its nodes in one temporary folder. Everything an operator would type or write is typed or written here. */
public final class Site implements AutoCloseable {
    /** SoftwareId of the component that all nodes have. */
    public static final String SOFTWARE_ID = "EXAMPLE-BMC-1";
    /** Machine of all nodes. */
    public static final String MACHINE = "example";
    /** Size of a bank in MiB; the size of the main image as well. Large in CI, quick at a desk. */
    public static final int BANK_MIB = "true".equals(System.getenv("CI")) ? 64 : 8;
    /** Size of a bank in bytes. */
    public static final int BANK_BYTES = BANK_MIB * 1024 * 1024;
    /** Administrator of all nodes. */
    public static final String ADMIN = "admin";

    /** Accounts of a node with {@link #givePeople}: user name and the privileges of its role. */
    public static final Map<String, List<String>> PEOPLE = people();

    private static final int HASH_ITERATIONS = 210_000;

    /** An operator's program that sets time servers; interfaces it only reads. */
    private static final String NETWORK_HOOK = """
            #!/bin/sh
            set -e
            case $HOOK-$SUBJECT in
            network-read-ntp)
                echo '{"ProtocolEnabled":true,"Port":123,"NTPServers":'"$(cat servers 2>/dev/null || echo '[]')"'}' ;;
            network-write-ntp)
                echo "$SETTINGS" | sed -n 's/.*"NTPServers":\\(\\[[^]]*\\]\\).*/\\1/p' > servers ;;
            network-read-interface)
                echo '{"HostName":"bmc-01","FQDN":"bmc-01.example","StaticNameServers":["192.0.2.53"]}' ;;
            *)
                exit 3 ;;
            esac
            """;

    private final Path root;
    private final Path fleet;
    private final Path passwordFile;
    private final String password;
    private final List<NodeProcess> nodes = new ArrayList<>();

    private Site(Path root, String password) {
        this.root = root;
        this.fleet = root.resolve("fleet");
        this.passwordFile = root.resolve("admin-password");
        this.password = password;
    }

    /** A site with a fleet of its own. */
    public static Site create(Path folder) throws Exception {
        Site site = new Site(folder, "Aa1-" + UUID.randomUUID());
        Files.createFile(
                site.passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(site.passwordFile, site.password + "\n");
        Files.writeString(site.networkHook(), NETWORK_HOOK);
        Program.product(folder, "fleet", "init", "--out", site.fleet.toString());
        return site;
    }

    /** Folder of everything. */
    public Path root() {
        return root;
    }

    /** The administrator's password. */
    public String password() {
        return password;
    }

    /** File with the administrator's password, for the command line. */
    public Path passwordFile() {
        return passwordFile;
    }

    /** Enrols a node in the fleet: a folder with node.pem, node.key, fleet-ca.pem and fleet.key. */
    public Path enrol(String name, UUID uuid, String... roles) throws Exception {
        Path identity = root.resolve(name).resolve("identity");
        List<String> arguments = new ArrayList<>(
                List.of("fleet", "enroll", "--fleet", fleet.toString(), "--name", name, "--uuid", uuid.toString()));
        for (String role : roles) {
            arguments.addAll(List.of("--role", role));
        }
        arguments.addAll(List.of("--out", identity.toString()));
        Files.createDirectories(root.resolve(name));
        Program.product(root, arguments.toArray(new String[0]));
        return identity;
    }

    /** A node that is recipient and donor, member of the fleet, trusting one vendor; not started. */
    public NodeProcess node(String name, Path vendorRoot) throws Exception {
        UUID uuid = UUID.randomUUID();
        Path identity = enrol(name, uuid, "recipient", "donor");
        return add(new NodeProcess(this, name, uuid, settings(name, uuid, identity, vendorRoot)));
    }

    /** A console with an empty library in its folder, trusting one vendor; it has no component and is not started. */
    public NodeProcess console(String name, Path vendorRoot) throws Exception {
        UUID uuid = UUID.randomUUID();
        Path identity = enrol(name, uuid, "console");
        Files.createDirectory(root.resolve(name).resolve("library"));
        Map<String, String> sections = settings(name, uuid, identity, vendorRoot);
        List.of("components", "policy", "backoff", "host", "networkHooks").forEach(sections::remove);
        sections.put("node", "{ name: " + name + ", uuid: " + uuid + ", state: ./state, roles: [Console] }");
        sections.put("images", "{ library: ./library, libraryInterval: 200ms }");
        return add(new NodeProcess(this, name, uuid, sections));
    }

    private static Map<String, List<String>> people() {
        Map<String, List<String>> people = new LinkedHashMap<>();
        people.put(
                ADMIN, List.of("Login", "ConfigureManager", "ConfigureUsers", "ConfigureComponents", "ConfigureSelf"));
        people.put("operator", List.of("Login", "ConfigureComponents", "ConfigureSelf"));
        people.put("reader", List.of("Login", "ConfigureSelf"));
        return people;
    }

    /**
     * Lays an account of each role into the state folder before the first start, all with the administrator's password: the
     * service makes the administrator's only.
     */
    public NodeProcess givePeople(NodeProcess node) throws Exception {
        byte[] salt = new byte[16];
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, HASH_ITERATIONS, 512);
        byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(spec)
                .getEncoded();
        Base64.Encoder base64 = Base64.getEncoder();
        List<String> accounts = new ArrayList<>();
        for (String user : PEOPLE.keySet()) {
            String role = user.equals(ADMIN) ? "Administrator" : user.equals("operator") ? "Operator" : "ReadOnly";
            accounts.add(String.format(
                    "{\"id\":\"%s\",\"userName\":\"%s\",\"roleId\":\"%s\",\"password\":{\"algorithm\":\"PBKDF2WithHmacSHA512\","
                            + "\"iterations\":%d,\"salt\":\"%s\",\"hash\":\"%s\"},\"enabled\":true,\"revision\":1}",
                    user, user, role, HASH_ITERATIONS, base64.encodeToString(salt), base64.encodeToString(hash)));
        }
        Path store = Files.createDirectories(node.folder().resolve("state/store"));
        Path file = Files.createFile(
                store.resolve("accounts.json"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "{\"formatVersion\":1,\"accounts\":[" + String.join(",", accounts) + "]}");
        return node;
    }

    /** A node about which nothing is configured but a free port: no administrator, fleet, component or discovery. */
    public NodeProcess bareNode(String name) {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("listen", "{ addresses: [127.0.0.1], https: 0, http: off }");
        sections.put("discovery", "{ ssdp: false }");
        return add(new NodeProcess(this, name, UUID.randomUUID(), sections));
    }

    private NodeProcess add(NodeProcess node) {
        nodes.add(node);
        return node;
    }

    /** The component of all nodes as a line of YAML. */
    public static String component(String bankSize) {
        return "[ { id: BMC, name: BMC operational code, softwareId: " + SOFTWARE_ID + ", machine: " + MACHINE
                + ", size: " + bankSize + ", flash: file, banks: [A, B] } ]";
    }

    /** The settings of a node as lines of YAML by section; scenarios replace some. */
    private Map<String, String> settings(String name, UUID uuid, Path identity, Path vendorRoot) {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("node", "{ name: " + name + ", uuid: " + uuid + ", state: ./state, roles: [Recipient, Donor] }");
        sections.put("listen", "{ addresses: [127.0.0.1], https: 0, http: off }");
        sections.put("admin", "{ user: " + ADMIN + ", passwordFile: " + passwordFile + " }");
        sections.put("discovery", "{ ssdp: true, interfaces: [ lo ] }");
        sections.put(
                "trust",
                "{ signers: [ " + vendorRoot + " ], fleetCa: " + identity.resolve("fleet-ca.pem") + ", certificate: "
                        + identity.resolve("node.pem") + ", key: " + identity.resolve("node.key") + ", fleetKey: "
                        + identity.resolve("fleet.key") + " }");
        sections.put("components", component(BANK_MIB + "MiB"));
        // Budgets are for flash that wears out; these tests damage the same banks again and again.
        sections.put("policy", "{ donateAfter: 0s, attempts: 1000, writesPerDay: 1000 }");
        sections.put("scan", "{ interval: 2s, bandwidth: 512MiB/s }");
        sections.put("images", "{ keep: Requested }");
        sections.put("update", "{ allowAddresses: [ 127.0.0.0/8 ] }");
        sections.put("backoff", "{ initial: 500ms, max: 2s }");
        sections.put("host", "simulated");
        String hook = "[ sh, " + networkHook() + " ]";
        sections.put("networkHooks", "{ read: " + hook + ", write: " + hook + " }");
        return sections;
    }

    private Path networkHook() {
        return root.resolve("network-hook");
    }

    /** Ends every process of the site. */
    @Override
    public void close() throws Exception {
        for (NodeProcess node : nodes) {
            node.stop();
        }
    }
}
