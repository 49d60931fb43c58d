package org.firmwarerecovery.service.endpoint;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.resource.Session;
import org.firmwarerecovery.redfish.resource.SessionService;
import org.firmwarerecovery.service.auth.Accounts;
import org.firmwarerecovery.service.auth.AuthSettings;
import org.firmwarerecovery.service.auth.BasicAuth;
import org.firmwarerecovery.service.auth.Sessions;
import org.firmwarerecovery.service.auth.Verdict;
import org.firmwarerecovery.service.event.AuditTrail;
import org.firmwarerecovery.service.resource.Access;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.jspecify.annotations.Nullable;

/** Login and logout (DSP0266, clause on session management). */
public final class SessionEndpoint {
    private static final String SERVICE = "/redfish/v1/SessionService";
    private static final String SESSIONS = SERVICE + "/Sessions";

    private final Accounts accounts;
    private final Sessions sessions;
    private final LoginRules rules;
    private final AuditTrail trail;

    /** Serves these sessions; changed rules go to {@code keeper}. */
    public SessionEndpoint(Accounts accounts, Sessions sessions, SettingsKeeper keeper, AuditTrail trail) {
        this.accounts = accounts;
        this.rules = new LoginRules(accounts, keeper);
        this.sessions = sessions;
        this.trail = trail;
    }

    /** Body of a login. */
    record Login(
            @NotNull @Size(max = 256) @Nullable String userName,
            @NotNull @Size(max = 1_024) @Nullable String password,
            @Size(max = 256) @Nullable String context) {
        /** Never the password. */
        @Override
        public String toString() {
            return "Login[" + userName + "]";
        }
    }

    /** SessionService, Sessions and a session. */
    public List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.of(SessionService.ODATA_TYPE, SERVICE)
                        .name("Session Service")
                        .description("Settings of sessions.")
                        .read(call -> Optional.of(service()))
                        .patch(LoginRules.OfSessions.class, (call, body) -> change(body))
                        .build(),
                ResourceDeclaration.collection("SessionCollection", SESSIONS)
                        .name("Sessions")
                        .description("The open sessions; a POST logs in.")
                        .members(call -> Optional.of(sessions.all().stream()
                                .map(org.firmwarerecovery.service.auth.Session::id)
                                .toList()))
                        .create(Login.class, this::login)
                        .build(),
                ResourceDeclaration.of(Session.ODATA_TYPE, SESSIONS + "/{SessionId}")
                        .name("Session")
                        .description("An open session; a DELETE logs out.")
                        .read(call -> sessions.find(call.id()).map(SessionEndpoint::session))
                        .remove(this::logout)
                        .own(this::isOwn)
                        .build());
    }

    private SessionService service() {
        AuthSettings settings = accounts.settings();
        boolean enabled = settings.sessionsEnabled();
        return new SessionService(
                enabled,
                settings.sessionIdle().toSeconds(),
                enabled ? Status.enabled() : Status.of("Disabled", Health.OK),
                Link.to(SESSIONS));
    }

    private Reply change(LoginRules.OfSessions body) {
        rules.change(body);
        return Reply.changed(SERVICE);
    }

    /** While the service is disabled sessions neither begin nor are ended by anybody; those that are open go on. */
    private void requireEnabled() {
        if (!accounts.settings().sessionsEnabled()) {
            // 403 and not 503: clients that know Basic then fall back to it, and nobody tries again in vain.
            throw new RedfishException(403, BaseMessages.serviceDisabled(SERVICE));
        }
    }

    private Reply login(Call call, Login body) {
        requireEnabled();
        String userName = body.userName() == null ? "" : body.userName();
        String password = body.password() == null ? "" : body.password();
        Verdict verdict = accounts.verify(userName, password);
        if (verdict instanceof Verdict.Busy) {
            throw new RedfishException(503, BaseMessages.serviceTemporarilyUnavailable("5"))
                    .withHeader("Retry-After", "5");
        }
        if (!(verdict instanceof Verdict.Accepted accepted)) {
            trail.loginFailed(userName, call.clientAddress());
            // One answer for every reason: a stranger learns neither names nor locks.
            RedfishException refusal = new RedfishException(
                    401, BaseMessages.resourceAtUriUnauthorized(SESSIONS, "The user name or password is incorrect."));
            boolean invited = accounts.settings().basic() == BasicAuth.ENABLED;
            throw invited
                    ? refusal.withHeader("WWW-Authenticate", "Basic realm=\"Redfish\", charset=\"UTF-8\"")
                    : refusal;
        }
        Sessions.Login login =
                sessions.open(accepted.account(), call.clientAddress(), Optional.ofNullable(body.context()));
        trail.loggedIn(
                accepted.account().userName(),
                call.clientAddress(),
                login.session().id());
        Reply reply = Reply.created(SESSIONS + "/" + login.session().id()).withHeader("X-Auth-Token", login.token());
        return accepted.account().passwordChangeRequired()
                ? reply.withRemark(BaseMessages.passwordChangeRequired(Access.accountUri(accepted.account())))
                : reply;
    }

    private Reply logout(Call call) {
        requireEnabled();
        Optional<org.firmwarerecovery.service.auth.Session> ended = sessions.find(call.id());
        boolean own = isOwn(call);
        sessions.close(call.id());
        ended.filter(session -> !own)
                .ifPresent(session -> trail.sessionEnded(
                        session.id(),
                        session.account().userName(),
                        RecoveryEndpoint.operator(call),
                        call.clientAddress()));
        return Reply.done();
    }

    private boolean isOwn(Call call) {
        return call.user()
                .flatMap(user -> sessions.find(call.id())
                        .map(session ->
                                session.account().id().equals(user.account().id())))
                .orElse(false);
    }

    private static Session session(org.firmwarerecovery.service.auth.Session session) {
        return new Session(
                session.account().userName(),
                "Redfish",
                session.created(),
                session.clientAddress(),
                List.of(session.account().roleId()));
    }
}
