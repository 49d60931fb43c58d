package org.firmwarerecovery.conformance.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Stands between a recipient and a real donor, with the papers of both: towards the recipient it is the donor, towards the
 * donor it is the recipient. It counts requests, and at a request that a test names it does what the test wants, such as
 * killing one of the two. Where the donor is after a restart does not matter to the recipient. One connection per request.
 */
public final class DonorRelay implements AutoCloseable {
    private static final int BUFFER_BYTES = 4096;

    private final ServerSocket listener;
    private final NodeProcess donor;
    private final TlsParty asDonor;
    private final TlsParty asRecipient;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Map<Step, Integer> counts = new EnumMap<>(Step.class);
    private final List<Throwable> troubles = new CopyOnWriteArrayList<>();
    private volatile boolean cut;

    /** What a request is about. */
    public enum Step {
        /** Inventory or image store. */
        QUERY,
        /** RequestImage. */
        REQUEST,
        /** Acceptance of an offer. */
        ACCEPT,
        /** The manifest. */
        MANIFEST,
        /** Its signature. */
        SIGNATURE,
        /** Bytes of the image. */
        CHUNK,
        /** End of a negotiation, one way or the other. */
        CLOSE
    }

    /** When something is done. */
    public enum When {
        /** The request has come and does not go on yet. */
        BEFORE,
        /** The first bytes of the donor's answer have come and do not go on yet. */
        DURING,
        /** The recipient was given the whole answer. */
        AFTER
    }

    /** What a test does at a request. */
    @FunctionalInterface
    public interface Act {
        /** Does it; the request waits meanwhile. */
        void run() throws Exception;
    }

    private record Rule(When when, Step step, int nth, Act act, AtomicBoolean done) {}

    private DonorRelay(ServerSocket listener, NodeProcess donor, TlsParty asDonor, TlsParty asRecipient) {
        this.listener = listener;
        this.donor = donor;
        this.asDonor = asDonor;
        this.asRecipient = asRecipient;
    }

    /** Opens a relay between two enrolled nodes. */
    public static DonorRelay open(NodeProcess recipient, NodeProcess donor) throws Exception {
        DonorRelay relay = new DonorRelay(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                donor,
                TlsParty.enrolled(donor.identity()),
                TlsParty.enrolled(recipient.identity()));
        Thread acceptor = new Thread(relay::acceptAll, "relay to " + donor.name());
        acceptor.setDaemon(true);
        acceptor.start();
        return relay;
    }

    /** As it stands in {@code discovery.peers} of the recipient's configuration. */
    public String asStaticPeer() {
        return NodeProcess.asStaticPeer("https://127.0.0.1:" + listener.getLocalPort(), donor.uuid());
    }

    /** Does {@code act} once, at the n-th request for {@code step} from now on, counted from 1. */
    public DonorRelay at(When when, Step step, int nth, Act act) {
        rules.add(new Rule(when, step, count(step) + nth, act, new AtomicBoolean()));
        return this;
    }

    /** Forgets what has not happened yet. */
    public void forget() {
        rules.clear();
    }

    /** While it is cut, every connection ends at once. */
    public void cut(boolean now) {
        cut = now;
    }

    /** Requests for {@code step} so far. */
    public int count(Step step) {
        synchronized (counts) {
            return counts.getOrDefault(step, 0);
        }
    }

    /** What went wrong with an act of a test, which nobody else would see. */
    public List<Throwable> troubles() {
        return List.copyOf(troubles);
    }

    private int next(Step step) {
        synchronized (counts) {
            return counts.merge(step, 1, Integer::sum);
        }
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket plain = listener.accept();
                if (cut) {
                    plain.close();
                    continue;
                }
                Thread talk = new Thread(() -> serve(plain), "relayed talk");
                talk.setDaemon(true);
                talk.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket plain) {
        try (SSLSocket socket = asDonor.accept(plain)) {
            HttpTalk talk = HttpTalk.read(socket);
            Step step = step(talk.method(), talk.path());
            int nth = next(step);
            act(When.BEFORE, step, nth);
            forward(talk, step, nth);
            act(When.AFTER, step, nth);
        } catch (IOException oneOfThemIsGone) {
            // What a dead donor or recipient looks like from here; the other one sees its connection end.
            return;
        }
    }

    private void act(When when, Step step, int nth) {
        for (Rule rule : rules) {
            if (rule.when == when && rule.step == step && rule.nth == nth && rule.done.compareAndSet(false, true)) {
                try {
                    rule.act.run();
                } catch (Exception | AssertionError e) {
                    troubles.add(e);
                }
            }
        }
    }

    private void forward(HttpTalk talk, Step step, int nth) throws IOException {
        if (!donor.isReady()) {
            throw new IOException("the donor was not started yet");
        }
        try (SSLSocket socket = asRecipient.connect(donor)) {
            OutputStream out = socket.getOutputStream();
            out.write(head(talk).getBytes(StandardCharsets.ISO_8859_1));
            out.write(talk.body());
            out.flush();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            boolean first = true;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (first) {
                    first = false;
                    act(When.DURING, step, nth);
                }
                talk.out().write(buffer, 0, read);
                talk.out().flush();
            }
        } catch (SSLException | SocketException e) {
            throw new IOException("the talk with the donor ended", e);
        }
    }

    private static String head(HttpTalk talk) {
        List<String> lines = new ArrayList<>(List.of(talk.method() + " " + talk.path() + " HTTP/1.1"));
        talk.headers().forEach((name, value) -> {
            if (!name.equals("connection") && !name.equals("transfer-encoding")) {
                lines.add(name + ": " + value);
            }
        });
        lines.add("Connection: close");
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static Step step(String method, String path) {
        if (path.endsWith(".RequestImage")) {
            return Step.REQUEST;
        } else if (path.endsWith(".Accept")) {
            return Step.ACCEPT;
        } else if (path.endsWith(".Complete") || method.equals("DELETE")) {
            return Step.CLOSE;
        } else if (path.endsWith(".p7s")) {
            return Step.SIGNATURE;
        } else if (path.endsWith(".manifest.json")) {
            return Step.MANIFEST;
        }
        return path.endsWith("/image") ? Step.CHUNK : Step.QUERY;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
