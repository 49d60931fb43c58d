package org.firmwarerecovery.update.job;

import org.jspecify.annotations.Nullable;

/** What an operator feeds in; carries secrets, so it lives in events and effects only, never in a state. */
public sealed interface IngestSource {
    /** One line without secrets for records and logs. */
    String describe();

    /** A file that the upload left in staging. */
    record Upload(String stagingName, String fileName) implements IngestSource {
        @Override
        public String describe() {
            return "upload " + fileName;
        }
    }

    /** A URI to pull from. */
    record Remote(
            String uri, @Nullable String username, @Nullable String password) implements IngestSource {
        @Override
        public String describe() {
            return uri;
        }

        @Override
        public String toString() {
            return "Remote[" + uri + "]";
        }
    }
}
