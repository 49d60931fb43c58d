package org.firmwarerecovery.service.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The service refused a request: status 400 and above, with the messages of its error body. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String path, JsonNode body) {
        super(path + " answered " + status + (ErrorText.of(body).isEmpty() ? "" : ": " + ErrorText.of(body)));
        this.status = status;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }
}
