package org.firmwarerecovery.update.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerShapeTest {
    @ParameterizedTest
    @ValueSource(strings = {"0500", "3000", "30020500", "300430020500", "30050201010500"})
    void well_formed_values_pass(String hex) {
        assertEquals(Optional.empty(), DerShape.check(HexFormat.of().parseHex(hex)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "3001",
                "3080",
                "30800000",
                "308100",
                "30817f",
                "3082007f",
                "3084ffffffff",
                "3f0100",
                "30030501",
                "050000",
                "30000500",
                "ff"
            })
    void everything_else_is_refused(String hex) {
        assertEquals(true, DerShape.check(HexFormat.of().parseHex(hex)).isPresent(), hex);
    }

    @Test
    void depth_is_allowed_to_the_limit_and_not_beyond() {
        assertEquals(Optional.empty(), DerShape.check(nested(DerShape.DEPTH_MAX)));
        assertEquals(true, DerShape.check(nested(DerShape.DEPTH_MAX + 1)).isPresent());
    }

    @Test
    void a_long_length_counts_its_bytes() {
        byte[] value = new byte[4 + 0x80];
        value[0] = 0x04;
        value[1] = (byte) 0x81;
        value[2] = (byte) 0x80;
        assertEquals(Optional.empty(), DerShape.check(Arrays.copyOf(value, 3 + 0x80)));
        assertEquals(true, DerShape.check(value).isPresent());
    }

    /** {@code levels} sequences inside each other, each with the length of the rest. */
    private static byte[] nested(int levels) {
        byte[] value = {};
        for (int i = 0; i < levels; i++) {
            byte[] outer = new byte[value.length + 2];
            outer[0] = 0x30;
            outer[1] = (byte) value.length;
            System.arraycopy(value, 0, outer, 2, value.length);
            value = outer;
        }
        return value;
    }
}
