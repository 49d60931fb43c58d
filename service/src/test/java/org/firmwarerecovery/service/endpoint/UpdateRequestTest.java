package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.junit.jupiter.api.Test;

/** What a Task shows of the request that started it. */
class UpdateRequestTest {
    private static String shown(String uri) {
        return UpdateRequest.text(
                new IngestSource.Remote(uri, "user", "password"), List.of(), new Job.Options(false, false));
    }

    @Test
    void a_query_is_not_shown_since_it_may_be_a_secret_but_two_of_them_are_told_apart() {
        String one = shown("https://images.example/bmc.bundle?token=abc");
        assertTrue(one.contains("https://images.example/bmc.bundle?withheld="), one);
        assertFalse(one.contains("abc") && one.contains("token"), one);
        assertFalse(one.contains("password"), one);
        assertEquals(one, shown("https://images.example/bmc.bundle?token=abc"));
        assertNotEquals(one, shown("https://images.example/bmc.bundle?token=abd"));
        assertEquals("{\"ImageURI\":\"https://images.example/x\"}", shown("https://images.example/x"));
    }
}
