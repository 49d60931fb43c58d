package org.firmwarerecovery.conformance.benchmark;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.conformance.site.Program;

/**
 * Clients that ask again as soon as they have their answer, each on a connection it keeps: {@code wrk}.
 *
 * @param folder for its files
 * @param connections how many clients
 * @param seconds how long
 */
record WebLoad(Path folder, int connections, int seconds) {
    private static final Pattern LATENCY = Pattern.compile("(?m)^\\s+(50|99)%\\s+([0-9.]+)(us|ms|s)\\s*$");
    private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([0-9.]+)(s|m)");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern BROKEN =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    private static final double SECONDS_PER_MINUTE = 60;

    /**
     * What the clients saw.
     *
     * @param requests answered
     * @param perSecond of these
     * @param median latency in milliseconds
     * @param worst latency that 99 of 100 did not exceed, in milliseconds
     * @param errors answers other than 2xx and 3xx, and connections that failed
     * @param text all that was said
     */
    record Seen(long requests, double perSecond, double median, double worst, long errors, String text) {}

    /** All ask for the same. */
    Seen one(String url, String login) throws Exception {
        return run(url, login.isEmpty() ? List.of() : List.of("-H", login));
    }

    /** Each asks for one document after the other, and each request comes with the next of the logins. */
    Seen mixed(String server, List<String> paths, List<String> logins) throws Exception {
        StringBuilder script = new StringBuilder("local n = 0\nlocal requests = {}\nfunction init(arguments)\n");
        for (String path : paths) {
            for (String login : logins) {
                int colon = login.indexOf(": ");
                script.append("  requests[#requests + 1] = wrk.format(\"GET\", \"")
                        .append(path)
                        .append("\", { [\"Host\"] = \"localhost\", [\"")
                        .append(login, 0, colon)
                        .append("\"] = \"")
                        .append(login.substring(colon + 2))
                        .append("\" })\n");
            }
        }
        script.append("end\nfunction request()\n  n = n + 1\n  return requests[n % #requests + 1]\nend\n");
        Path file = folder.resolve("mixed.lua");
        Files.writeString(file, script);
        return run(server, List.of("-s", file.toString()));
    }

    /** Header line of Basic credentials. */
    static String basic(String user, String password) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private Seen run(String url, List<String> more) throws Exception {
        List<String> command = new ArrayList<>(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s"));
        command.addAll(List.of("--latency", "--timeout", "10s"));
        command.addAll(more);
        command.add(url);
        String text = Program.run(folder, command.toArray(String[]::new));
        Matcher total = TOTAL.matcher(text);
        if (!total.find()) {
            throw new AssertionError(text);
        }
        long requests = Long.parseLong(total.group(1));
        double took = Double.parseDouble(total.group(2)) * (total.group(3).equals("m") ? SECONDS_PER_MINUTE : 1);
        return new Seen(
                requests,
                requests / took,
                latency(text, "50"),
                latency(text, "99"),
                count(REFUSED, text) + count(BROKEN, text),
                text);
    }

    private static double latency(String text, String percent) {
        for (Matcher line = LATENCY.matcher(text); line.find(); ) {
            if (line.group(1).equals(percent)) {
                double factor =
                        line.group(3).equals("us") ? 1e-3 : line.group(3).equals("ms") ? 1 : 1e3;
                return Double.parseDouble(line.group(2)) * factor;
            }
        }
        throw new AssertionError(text);
    }

    private static long count(Pattern pattern, String text) {
        long sum = 0;
        Matcher found = pattern.matcher(text);
        if (found.find()) {
            for (int group = 1; group <= found.groupCount(); group++) {
                sum += Long.parseLong(found.group(group));
            }
        }
        return sum;
    }
}
