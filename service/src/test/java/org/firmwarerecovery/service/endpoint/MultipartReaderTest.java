package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Part headers that a client made up. */
class MultipartReaderTest {
    private static MultipartReader.Part first(String disposition) throws IOException {
        String message = "--b\r\nContent-Disposition: " + disposition + "\r\n\r\nX\r\n--b--\r\n";
        return new MultipartReader(new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)), "b")
                .next()
                .orElseThrow();
    }

    @Test
    void names_are_read_quoted_escaped_and_plain() throws IOException {
        MultipartReader.Part quoted = first("form-data; name=\"a \\\"b\\\"\"; filename=\"c:\\\\d/e.bin\"");
        assertEquals("a \"b\"", quoted.name());
        assertEquals(Optional.of("e.bin"), quoted.fileName());
        assertEquals("UpdateFile", first("form-data; name=UpdateFile").name());
    }

    @Test
    void a_name_as_long_as_the_limit_fits_into_a_small_stack() throws Exception {
        String name = "x\\\"".repeat(2_600);
        CompletableFuture<Integer> length = new CompletableFuture<>();
        Thread small = new Thread(
                null,
                () -> {
                    try {
                        length.complete(
                                first("form-data; name=\"" + name + "\"").name().length());
                    } catch (IOException | StackOverflowError e) {
                        length.completeExceptionally(e);
                    }
                },
                "small",
                192 * 1024);
        small.start();
        assertEquals(2 * 2_600, length.get());
    }

    @Test
    void headers_above_the_limit_are_refused() {
        String name = "x".repeat(MultipartReader.HEADER_BYTES_MAX);
        assertThrows(MultipartReader.MalformedPartException.class, () -> first("form-data; name=\"" + name + "\""));
    }
}
