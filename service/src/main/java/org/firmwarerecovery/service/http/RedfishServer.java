package org.firmwarerecovery.service.http;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;
import org.firmwarerecovery.service.auth.Authentication;
import org.firmwarerecovery.service.event.AuditTrail;
import org.firmwarerecovery.service.resource.Access;
import org.firmwarerecovery.service.resource.CatalogueCheck;
import org.firmwarerecovery.service.resource.ResourceCatalogue;
import org.firmwarerecovery.service.resource.ResourceDispatch;
import org.glassfish.grizzly.http.KeepAlive;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.ServerConfiguration;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpContainer;
import org.glassfish.jersey.server.ContainerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running server. {@link #start} checks the catalogue as a whole, then opens the sockets; {@link #close} lets running
 * requests finish within the grace time. Thread-safe.
 */
public final class RedfishServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedfishServer.class);

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final ServerSettings settings;
    private final GrizzlyHttpContainer jersey;
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<ConnectionLimit> limits = new CopyOnWriteArrayList<>();
    private int httpsPort;
    private OptionalInt httpPort = OptionalInt.empty();
    private OptionalInt loopbackPort = OptionalInt.empty();

    private RedfishServer(ServerSettings settings, GrizzlyHttpContainer jersey) {
        this.settings = settings;
        this.jersey = jersey;
    }

    /**
     * Starts serving.
     *
     * @param settings where to listen
     * @param tls certificates
     * @param authentication who is who
     * @param catalogue what there is
     * @param knownType whether a type is in the schemas of this product
     * @param trail records who changed what and who was refused
     * @throws CatalogueCheck.IncompleteCatalogueException when a declaration has gaps: all of them in one list
     * @throws IOException when a socket cannot be opened; none stays open then
     */
    public static RedfishServer start(
            ServerSettings settings,
            ServerTls tls,
            Authentication authentication,
            ResourceCatalogue catalogue,
            Predicate<String> knownType,
            AuditTrail trail)
            throws IOException {
        PrivilegeRegistry privileges = PrivilegeRegistry.standard();
        new CatalogueCheck(privileges, knownType).require(catalogue);
        Access access = new Access(privileges);
        HttpLimits limits = settings.limits();
        ResourceDispatch dispatch = new ResourceDispatch(catalogue, access, limits.bodyBytesMax());
        JerseyBridge bridge = new JerseyBridge(dispatch, new StrangersBodies(limits.workersMax()));
        GrizzlyHttpContainer jersey =
                ContainerFactory.createContainer(GrizzlyHttpContainer.class, bridge.application());
        Gate gate = new Gate(catalogue, access, authentication, dispatch, jersey, limits, trail);
        RedfishServer server = new RedfishServer(settings, jersey);
        try {
            jersey.start();
            server.listen(gate, tls);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** The port of the HTTPS listeners. */
    public int httpsPort() {
        return httpsPort;
    }

    /** The port of the redirecting listeners; empty when there are none. */
    public OptionalInt httpPort() {
        return httpPort;
    }

    /** The port of the plain listener for this machine alone; empty when there is none. */
    public OptionalInt loopbackPort() {
        return loopbackPort;
    }

    /** Connections that are open now, on all listeners. */
    public long connections() {
        return limits.stream().mapToLong(ConnectionLimit::openNow).sum();
    }

    /** Most connections that may be open at once, on all listeners. */
    public long connectionsMax() {
        return (long) limits.size() * settings.limits().connectionsMax();
    }

    /** Requests that were answered since the start, on all listeners. */
    public long requestsAnswered() {
        return limits.stream().mapToLong(ConnectionLimit::answered).sum();
    }

    /** {@code https://host:port} of the first address. */
    public String url() {
        InetAddress first = settings.addresses().get(0);
        return "https://" + UrlHost.of(first) + ":" + httpsPort;
    }

    /** Stops: no new connections, running requests may finish within the grace time. */
    @Override
    public void close() {
        for (HttpServer server : servers) {
            try {
                server.shutdown(settings.limits().shutdownGrace().toMillis(), TimeUnit.MILLISECONDS)
                        .get(settings.limits().shutdownGrace().toMillis() + 2_000, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                server.shutdownNow();
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("the server did not stop in time: {}", e.toString());
                server.shutdownNow();
            }
        }
        servers.clear();
        jersey.destroy();
    }

    private void listen(Gate gate, ServerTls tls) throws IOException {
        int port = settings.httpsPort();
        for (InetAddress address : settings.addresses()) {
            NetworkListener listener = listener("https", address, port, settings.limits());
            listener.setSecure(true);
            listener.setSSLEngineConfig(tls.configurator());
            port = open(listener, gate);
        }
        httpsPort = port;
        if (settings.httpPort().isPresent()) {
            int plain = settings.httpPort().getAsInt();
            RedirectGate redirect = new RedirectGate(settings.limits(), () -> httpsPort);
            for (InetAddress address : settings.addresses()) {
                plain = open(listener("http", address, plain, settings.limits()), redirect);
            }
            httpPort = OptionalInt.of(plain);
        }
        if (settings.loopbackPort().isPresent()) {
            InetAddress loopback = InetAddress.getByAddress(LOOPBACK);
            int local = settings.loopbackPort().getAsInt();
            loopbackPort = OptionalInt.of(open(listener("loopback", loopback, local, settings.limits()), gate));
        }
    }

    /** One Grizzly server per socket, so that a free port found for the first address serves the others too. */
    private int open(NetworkListener listener, HttpHandler handler) throws IOException {
        HttpServer server = new HttpServer();
        servers.add(server);
        server.addListener(listener);
        ServerConfiguration configuration = server.getServerConfiguration();
        ConnectionLimit limit = new ConnectionLimit(settings.limits().connectionsMax());
        limits.add(limit);
        listener.getTransport().getConnectionMonitoringConfig().addProbes(limit.ofTransport());
        configuration.getMonitoringConfig().getWebServerConfig().addProbes(limit.ofRequests());
        configuration.addHttpHandler(handler, "/");
        configuration.setDefaultErrorPageGenerator(new ContainerErrors());
        configuration.setHttpServerName("firmware-recovery");
        configuration.setPassTraceRequest(true);
        // A body on GET is allowed and ignored (REQ_GET_IGNORE_BODY).
        configuration.setAllowPayloadForUndefinedHttpMethods(true);
        configuration.setMaxPayloadRemainderToSkip(settings.limits().bodyBytesMax());
        configuration.setJmxEnabled(false);
        server.start();
        return listener.getPort();
    }

    private static NetworkListener listener(String name, InetAddress address, int port, HttpLimits limits) {
        NetworkListener listener = new NetworkListener(name, address.getHostAddress(), port);
        listener.setMaxHttpHeaderSize(limits.headerBytesMax());
        listener.setMaxRequestHeaders(limits.headersMax());
        listener.getFileCache().setEnabled(false);
        listener.registerAddOn(new HeadErrors(limits));
        KeepAlive keepAlive = listener.getKeepAlive();
        // Bounds the time to a complete header as well.
        keepAlive.setIdleTimeoutInSeconds(Math.max(1, (int) limits.idle().toSeconds()));
        keepAlive.setMaxRequestsCount(-1);
        TCPNIOTransport transport = listener.getTransport();
        transport.setReadTimeout(limits.bodyRead().toMillis(), TimeUnit.MILLISECONDS);
        transport.setWriteTimeout(limits.idle().toMillis(), TimeUnit.MILLISECONDS);
        transport.setSelectorRunnersCount(1);
        // Whoever reads a request serves it: its objects are used again by the same thread, and the one thread that
        // listens to all connections neither parses nor shakes hands.
        transport.setIOStrategy(WorkerThreadIOStrategy.getInstance());
        transport.setWorkerThreadPoolConfig(ThreadPoolConfig.defaultConfig()
                .setPoolName("redfish-" + name)
                .setCorePoolSize(Math.min(2, limits.workersMax()))
                .setMaxPoolSize(limits.workersMax())
                .setDaemon(true));
        return listener;
    }
}
