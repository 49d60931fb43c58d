package org.firmwarerecovery.service.http;

import java.io.IOException;
import java.net.URISyntaxException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;
import org.firmwarerecovery.service.auth.Authentication;
import org.firmwarerecovery.service.auth.Principal;
import org.firmwarerecovery.service.event.AuditTrail;
import org.firmwarerecovery.service.resource.Access;
import org.firmwarerecovery.service.resource.Answer;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.IncomingRequest;
import org.firmwarerecovery.service.resource.Match;
import org.firmwarerecovery.service.resource.RawRoute;
import org.firmwarerecovery.service.resource.ResourceCatalogue;
import org.firmwarerecovery.service.resource.ResourceDispatch;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.RequestExecutorProvider;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.ssl.SSLUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in. Every request passes, in this order: common headers, size limits, known method, OData version,
 * authentication, existence, {@code Allow}, privileges; then a raw route, the gate itself (plain reads) or Jersey serves it.
 * Authentication comes before anything that could tell a stranger what is there (DSP0266; Protocol Validator
 * SEC_HEADERS_FIRST).
 */
final class Gate extends HttpHandler {
    /** Request attribute with the {@link Admitted} request, for the bridge to Jersey. */
    static final String ADMITTED = "org.firmwarerecovery.admitted";

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT");
    /** Request attribute that is set when the caller was refused for who he is. */
    static final String REFUSED = "org.firmwarerecovery.refused";

    /** For handlers whose listener reads requests on the threads that may block. */
    static final RequestExecutorProvider SAME_THREAD = new RequestExecutorProvider.SameThreadProvider();

    private static final int FAILURES = 400;
    private static final int OUR_FAILURES = 500;
    private static final Set<String> CHANGES = Set.of("POST", "PATCH", "DELETE");

    private final ResourceCatalogue catalogue;
    private final Access access;
    private final Authentication authentication;
    private final ResourceDispatch dispatch;
    private final HttpHandler declared;
    private final HttpLimits limits;
    private final AuditTrail trail;

    Gate(
            ResourceCatalogue catalogue,
            Access access,
            Authentication authentication,
            ResourceDispatch dispatch,
            HttpHandler declared,
            HttpLimits limits,
            AuditTrail trail) {
        this.catalogue = catalogue;
        this.access = access;
        this.authentication = authentication;
        this.dispatch = dispatch;
        this.declared = declared;
        this.limits = limits;
        this.trail = trail;
    }

    /**
     * A request that may be served.
     *
     * @param match what stands at its path
     * @param call who asks for what
     * @param query undecoded
     */
    record Admitted(Match match, Call call, Optional<String> query) {}

    @Override
    public void service(Request request, Response response) throws Exception {
        setCommonHeaders(response);
        if ("close".equalsIgnoreCase(request.getHeader("Connection"))) {
            // Without the echo some clients reuse a connection that is about to close.
            response.setHeader("Connection", "close");
        }
        String method = request.getMethod().getMethodString();
        String raw = request.getRequestURI();
        Admitted admitted = null;
        try {
            admitted = admit(request, response, method, raw);
            serve(admitted, request, response);
        } catch (IOException | RuntimeException problem) {
            if (response.isCommitted()) {
                recordFailed(admitted, response.getStatus());
                // Headers are out; all that is left is to break the connection so that nobody takes this for complete.
                LOG.warn("{} {} broke off: {}", method, raw, problem.toString());
                request.getContext().getConnection().terminateSilently();
                return;
            }
            closeIfBodyIsLeft(request, response);
            Answer answer = ErrorAnswers.of(problem, method, raw);
            recordFailed(admitted, answer.status());
            boolean invited = authentication.invitesToBasic();
            GrizzlyExchange.write(invited ? answer : answer.without("WWW-Authenticate"), request, response);
        }
    }

    /** The thread that read the request serves it. */
    @Override
    public RequestExecutorProvider getRequestExecutorProvider() {
        return SAME_THREAD;
    }

    /** The container sends {@code 100 Continue} unasked; here the body comes when somebody wants it. */
    @Override
    protected boolean sendAcknowledgment(Request request, Response response) {
        return true;
    }

    static void setCommonHeaders(Response response) {
        response.setHeader("OData-Version", "4.0");
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Content-Type-Options", "nosniff");
    }

    /** Tells a client that waits for {@code 100 Continue} to send its body. */
    static void letBodyCome(Request request, Response response) throws IOException {
        if (request.requiresAcknowledgement()) {
            int status = response.getStatus();
            response.setStatus(100);
            response.sendAcknowledgement();
            response.setStatus(status);
        }
    }

    private Admitted admit(Request request, Response response, String method, String raw) {
        String query = request.getQueryString();
        if (raw.length() + (query == null ? 0 : query.length()) > limits.uriLengthMax()) {
            throw new RedfishException(414, BaseMessages.invalidURI("")).withHeader("Connection", "close");
        }
        RequestHead.require(request);
        if (!METHODS.contains(method)) {
            throw new RedfishException(501, BaseMessages.operationNotAllowed());
        }
        String version = request.getHeader("OData-Version");
        if (version != null && !version.strip().equals("4.0")) {
            throw new RedfishException(412, BaseMessages.headerInvalid("OData-Version"));
        }
        Optional<String> path = RequestPath.of(raw);
        Optional<Match> match = path.flatMap(catalogue::match);
        Principal principal = principal(request, method, path.orElse(raw), match);
        if (match.isEmpty()) {
            throw new RedfishException(404, BaseMessages.resourceMissingAtURI(raw));
        }
        Match found = match.get();
        Call call = new Call(
                method, path.orElse(raw), found.parameters(), principal, String.valueOf(request.getRemoteAddr()));
        String allow = found.allow();
        if (method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS")) {
            response.setHeader("Allow", allow);
        }
        if (!method.equals("OPTIONS") && !found.methods().contains(method)) {
            throw new RedfishException(405, List.of(BaseMessages.operationNotAllowed()), Map.of("Allow", allow));
        }
        boolean bounded = !(found instanceof Match.Raw);
        if (bounded && request.getContentLengthLong() > limits.bodyBytesMax()) {
            throw new RedfishException(413, BaseMessages.payloadTooLarge()).withHeader("Connection", "close");
        }
        return new Admitted(found, call, Optional.ofNullable(query));
    }

    private void serve(Admitted admitted, Request request, Response response) throws IOException {
        Call call = admitted.call();
        if (call.method().equals("OPTIONS")) {
            response.setStatus(204);
            return;
        }
        if (admitted.match() instanceof Match.Raw raw) {
            requirePermission(raw.route(), call);
            GrizzlyExchange exchange = new GrizzlyExchange(request, response, call, dispatch);
            raw.route().serve(exchange);
            if (!exchange.isOpenEnded()) {
                // An answer without an end may be over by now, and its object another's.
                log(call, response, false);
            }
            return;
        }
        if (isPlainRead(admitted)) {
            read(admitted, request, response);
            return;
        }
        if (CHANGES.contains(call.method())) {
            letBodyCome(request, response);
        }
        request.setAttribute(ADMITTED, admitted);
        try {
            declared.service(request, response);
        } catch (IllegalArgumentException e) {
            if (e.getCause() instanceof URISyntaxException) {
                // The container makes a URI of Host, path and query, and one of them is no part of a URI.
                throw new RedfishException(400, BaseMessages.invalidURI(call.path()));
            }
            throw e;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the container failed", e);
        }
        log(call, response, request.getAttribute(REFUSED) != null);
    }

    /** Most of what monitoring asks for. Making Jersey's scope for a request costs more than such an answer. */
    private static boolean isPlainRead(Admitted admitted) {
        String method = admitted.call().method();
        return admitted.match() instanceof Match.Resource
                && admitted.query().isEmpty()
                && (method.equals("GET") || method.equals("HEAD"));
    }

    private void read(Admitted admitted, Request request, Response response) throws IOException {
        IncomingRequest incoming = new IncomingRequest(
                admitted.call(),
                admitted.query(),
                name -> Optional.ofNullable(request.getHeader(name)),
                request::getInputStream);
        try {
            GrizzlyExchange.write(dispatch.serve(admitted.match(), incoming), request, response);
        } catch (RedfishException e) {
            if (Access.isRefusal(e)) {
                refused(admitted.call());
            }
            throw e;
        }
        log(admitted.call(), response, false);
    }

    private Principal principal(Request request, String method, String path, Optional<Match> match) {
        boolean open = PrivilegeRegistry.isOpen(method, path);
        if (open && method.equals("POST")) {
            // A login counts by its body; old tokens that clients still send do not spoil it.
            return new Principal.Nobody();
        }
        Authentication.Result result = authentication.authenticate(new Authentication.Credentials(
                Optional.ofNullable(request.getHeader("X-Auth-Token")),
                Optional.ofNullable(request.getHeader("Authorization")),
                certificates(request)));
        if (result instanceof Authentication.Result.Busy) {
            throw new RedfishException(503, BaseMessages.serviceTemporarilyUnavailable("5"))
                    .withHeader("Retry-After", "5");
        }
        if (result instanceof Authentication.Result.Wrong wrong) {
            wrong.userName().ifPresent(name -> trail.loginFailed(name, String.valueOf(request.getRemoteAddr())));
        }
        Principal principal =
                result instanceof Authentication.Result.Known known ? known.principal() : new Principal.Nobody();
        // Open paths answer 405 to a stranger, who can read about them anyway.
        boolean readable = PrivilegeRegistry.isOpen("GET", path);
        if (principal instanceof Principal.Nobody && !open && !readable) {
            throw Access.unauthenticated();
        }
        if (principal instanceof Principal.TicketHolder holder
                && !readable
                && !(match.isPresent() && match.get() instanceof Match.Raw raw && opens(holder, raw.route(), path))) {
            throw new RedfishException(403, BaseMessages.insufficientPrivilege());
        }
        return principal;
    }

    private void requirePermission(RawRoute route, Call call) {
        boolean permitted = call.principal() instanceof Principal.TicketHolder holder
                ? opens(holder, route, call.path())
                : access.permits(call.principal(), call.method(), route.entity(), call.path(), List.of(), false);
        if (!permitted && !PrivilegeRegistry.isOpen(call.method(), call.path())) {
            refused(call);
            throw Access.refusal(call.principal());
        }
    }

    private static boolean opens(Principal.TicketHolder holder, RawRoute route, String path) {
        return route.takesTickets() && holder.ticket().covers(path);
    }

    private static List<X509Certificate> certificates(Request request) {
        SSLEngine engine = SSLUtils.getSSLEngine(request.getContext().getConnection());
        if (engine == null) {
            return List.of();
        }
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : engine.getSession().getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
            return chain;
        } catch (SSLPeerUnverifiedException e) {
            // The usual case: most clients have no certificate.
            return List.of();
        }
    }

    /** A refused upload: the client may still be sending, so the connection cannot carry another request. */
    private static void closeIfBodyIsLeft(Request request, Response response) {
        if (request.requiresAcknowledgement()
                || request.getContentLengthLong() > 0
                || request.getRequest().isChunked()) {
            response.setHeader("Connection", "close");
            request.getRequest().getProcessingState().setKeepAlive(false);
        }
    }

    private void refused(Call call) {
        trail.refused(call.principal().label(), call.clientAddress(), call.method(), call.path());
    }

    private void record(Call call, int status, boolean refused) {
        if (refused) {
            refused(call);
        } else if (CHANGES.contains(call.method()) && (status < FAILURES || status >= OUR_FAILURES)) {
            call.user().map(user -> user.account().userName()).ifPresent(user -> {
                if (status < FAILURES) {
                    trail.changed(user, call.clientAddress(), call.method(), call.path());
                } else {
                    trail.changeFailed(user, call.clientAddress(), call.method(), call.path(), status);
                }
            });
        }
    }

    /** What failed in here may have changed something before; one whose answer broke off did what its status says. */
    private void recordFailed(@Nullable Admitted admitted, int status) {
        if (admitted != null) {
            record(admitted.call(), status, false);
        }
    }

    private void log(Call call, Response response, boolean refused) {
        record(call, response.getStatus(), refused);
        // Whoever has no login can be refused without end: that fills no log.
        boolean stranger = call.principal() instanceof Principal.Nobody && response.getStatus() >= FAILURES;
        if (CHANGES.contains(call.method()) && !stranger) {
            LOG.info(
                    "{} {} by {} from {}: {}",
                    call.method(),
                    call.path(),
                    call.principal().label(),
                    call.clientAddress(),
                    response.getStatus());
        } else if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} {} by {}: {}",
                    call.method(),
                    call.path(),
                    call.principal().label(),
                    response.getStatus());
        }
    }
}
