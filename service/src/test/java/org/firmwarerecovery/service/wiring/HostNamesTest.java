package org.firmwarerecovery.service.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostNamesTest {
    @TempDir
    private Path folder;

    private HostNames names(String kernel, String table) throws IOException {
        return new HostNames(
                Files.writeString(folder.resolve("hostname"), kernel),
                Files.writeString(folder.resolve("hosts"), table));
    }

    @Test
    void a_name_with_a_domain_is_told_apart() throws IOException {
        HostNames names = names("bmc-01.rack7.example\n", "");
        assertEquals(Optional.of("bmc-01"), names.plain());
        assertEquals(Optional.of("bmc-01.rack7.example"), names.full());
    }

    @Test
    void the_domain_is_looked_up_in_the_table_of_hosts_only() throws IOException {
        String table =
                "127.0.0.1 localhost\n# 192.0.2.1 bmc-01.old.example\n127.0.1.1\tbmc-01.rack7.example bmc-01 # us\n";
        assertEquals(
                Optional.of("bmc-01.rack7.example"), names("bmc-01\n", table).full());
        assertEquals(Optional.empty(), names("bmc-02\n", table).full(), "a name without a domain is not a full one");
    }

    @Test
    void a_machine_without_a_name_has_none() throws IOException {
        assertEquals(Optional.empty(), names("(none)\n", "").plain());
        assertEquals(Optional.empty(), new HostNames(folder.resolve("absent"), folder.resolve("absent")).full());
    }
}
