package org.firmwarerecovery.conformance.site;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A plain web server with images and their sidecars, as an operator would name in SimpleUpdate. Can hold back the bytes. */
public final class ImageShelf implements AutoCloseable {
    private static final long HOLD_SECONDS_MAX = 60;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch gate = new CountDownLatch(1);

    private ImageShelf(HttpServer server) {
        this.server = server;
    }

    /** Serves the image of {@code release} with its sidecars; nothing is sent before {@link #letGo}. */
    public static ImageShelf holding(FirmwareVendor.Release release) throws IOException {
        ImageShelf shelf =
                new ImageShelf(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        shelf.server.setExecutor(shelf.threads);
        shelf.server.createContext("/image.bin.manifest.json.p7s", talk -> shelf.send(talk, release.signature()));
        shelf.server.createContext("/image.bin.manifest.json", talk -> {
            boolean signature = talk.getRequestURI().getPath().endsWith(".p7s");
            shelf.send(talk, signature ? release.signature() : release.manifest());
        });
        shelf.server.createContext("/image.bin", talk -> {
            if (talk.getRequestURI().getPath().equals("/image.bin")) {
                shelf.send(talk, release.image());
            } else if (talk.getRequestURI().getPath().equals("/image.bin.p7s")) {
                shelf.send(talk, release.signature());
            } else {
                talk.sendResponseHeaders(404, -1);
                talk.close();
            }
        });
        shelf.server.start();
        return shelf;
    }

    /** Where the image is. */
    public String imageUri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/image.bin";
    }

    /** Sends from now on. */
    public void letGo() {
        gate.countDown();
    }

    private void send(HttpExchange talk, Path file) throws IOException {
        try {
            if (!gate.await(HOLD_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IOException("nobody let go of the image");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        }
        if (talk.getRequestMethod().equals("HEAD")) {
            talk.getResponseHeaders().set("Content-Length", Long.toString(Files.size(file)));
            talk.sendResponseHeaders(200, -1);
        } else {
            talk.sendResponseHeaders(200, Files.size(file));
            try (OutputStream out = talk.getResponseBody()) {
                Files.copy(file, out);
            }
        }
        talk.close();
    }

    @Override
    public void close() {
        letGo();
        server.stop(0);
        threads.shutdownNow();
    }
}
