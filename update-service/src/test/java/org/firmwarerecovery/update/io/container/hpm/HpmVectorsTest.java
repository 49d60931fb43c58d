package org.firmwarerecovery.update.io.container.hpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.Stream;
import org.firmwarerecovery.update.io.container.ContainerVectors;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Profile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published vector of an HPM.1 image. */
class HpmVectorsTest {
    static Stream<Arguments> vectors() throws IOException {
        return ContainerVectors.arguments("hpm", 17);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("vectors")
    void every_vector_gets_its_verdict_and_parse(String file, String verdict, JsonNode expected) throws IOException {
        ContainerVectors.compare(verdict, expected, inspect(file));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "bad-md5, MD5 at the end",
        "bad-signature, PICMGFWU",
        "bad-format-version, format version 1",
        "bad-header-checksum, checksum of the header",
        "bad-oem-length-max, 65535 bytes of OEM data",
        "bad-action-checksum, checksum of the action record",
        "bad-action-type, action type 9",
        "bad-firmware-length-max, 4294967295 bytes of firmware",
        "bad-firmware-length-into-trailer, 4112 bytes of firmware",
        "bad-firmware-length-short, an action record does not fit",
        "bad-upload-two-components, 2 components",
        "bad-truncated, bytes of firmware do not fit",
        "bad-truncated-header, the header does not fit",
        "bad-only-header, no action record"
    })
    void what_is_wrong_is_said(String file, String part) throws IOException {
        String reason = inspect(file + ".hpm").reason();
        assertTrue(reason.contains(part), reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ok-component1, 2.14, 65536, Main firmware", "ok-component0-small, 3.45, 4096, boot"})
    void the_firmware_is_a_part_with_its_version(String file, String version, long size, String name)
            throws IOException {
        Inspection inspection = inspect(file + ".hpm");
        assertEquals(1, inspection.parts().size());
        assertEquals(name, inspection.parts().get(0).name());
        assertEquals(72, inspection.parts().get(0).offset());
        assertEquals(size, inspection.parts().get(0).size());
        assertEquals(version, inspection.parts().get(0).version());
        assertEquals(version, inspection.identity().versions().get(0));
    }

    private static Inspection inspect(String file) throws IOException {
        return ContainerVectors.inspect(new HpmParser(), ContainerVectors.file("hpm", file), Profile.STRICT);
    }
}
