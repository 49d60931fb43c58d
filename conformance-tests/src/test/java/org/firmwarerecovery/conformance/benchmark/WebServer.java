package org.firmwarerecovery.conformance.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.conformance.site.Await;

/**
 * A server whose answers are measured.
 *
 * @param pid the one process that serves
 * @param url without a path
 * @param login header line that says who asks, or empty
 * @param suffix what stands behind the path of a document: a server of files has a file in a folder there
 * @param folder for the files of the load
 * @param end stops it
 */
record WebServer(long pid, String url, String login, String suffix, Path folder, Runnable end)
        implements AutoCloseable {
    private static final String MOCKUP = "mockup.server";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** nginx as one process that serves a folder of files. */
    static WebServer nginx(Path folder, Path site, int port) throws Exception {
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, """
                worker_processes 1; master_process off; daemon off; pid nginx.pid; error_log stderr crit;
                events { worker_connections 1024; }
                http {
                  access_log off; keepalive_requests 1000000000; sendfile on; tcp_nopush on; open_file_cache max=100;
                  default_type application/json;
                  client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
                  server { listen 127.0.0.1:%d; root "%s"; }
                }
                """.formatted(port, site));
        return started(folder, port, "index.json", "nginx", "-p", folder.toString(), "-c", configuration.toString());
    }

    /** DMTF's mockup server, where it is at hand. */
    static Optional<WebServer> mockup(Path folder, Path site, int port) throws Exception {
        String script = System.getProperty(MOCKUP, "");
        if (script.isEmpty()) {
            Bench.line("no mockup server: -D%s= names no redfishMockupServer.py", MOCKUP);
            return Optional.empty();
        }
        return Optional.of(started(
                folder,
                port,
                "",
                "python3",
                script,
                "-H",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-D",
                site.toString()));
    }

    private static WebServer started(Path folder, int port, String suffix, String... command) throws Exception {
        Path log = Files.createTempFile(folder, "server", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Await.until(LIMIT, () -> List.of(command) + " does not listen\n" + text(log), () -> {
            if (!process.isAlive()) {
                throw new AssertionError(List.of(command) + " ended\n" + text(log));
            }
            return listens(port) ? Optional.of(true) : Optional.empty();
        });
        return new WebServer(
                process.pid(), "http://127.0.0.1:" + port, "", suffix.isEmpty() ? "" : "/" + suffix, folder, () -> {
                    process.destroy();
                    process.onExit().join();
                });
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
