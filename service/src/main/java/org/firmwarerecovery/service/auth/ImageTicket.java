package org.firmwarerecovery.service.auth;

/**
 * A ticket that a lease handed out: good for reading one image with its sidecars, nothing else.
 *
 * @param lease id of the lease, for records and logs
 * @param path the image's URI path; {@code path.manifest.json} and {@code path.manifest.json.p7s} count too
 */
public record ImageTicket(String lease, String path) {
    /** Whether this ticket opens {@code requested}. */
    public boolean covers(String requested) {
        return requested.equals(path)
                || requested.equals(path + ".manifest.json")
                || requested.equals(path + ".manifest.json.p7s")
                || requested.equals(path + ".p7s");
    }
}
