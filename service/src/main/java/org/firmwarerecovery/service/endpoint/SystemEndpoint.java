package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.resource.ComputerSystem;
import org.firmwarerecovery.service.host.BootOverride;
import org.firmwarerecovery.service.host.Host;
import org.firmwarerecovery.service.host.ResetType;
import org.firmwarerecovery.service.resource.ActionDeclaration;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.ApplyTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host beside the manager, where the configuration says that there is one; else there are no systems at all. */
public final class SystemEndpoint {
    static final String ON = "On";

    private static final String OFF = "Off";
    private static final String RESET = "Reset";
    private static final String RESET_TYPE = "ResetType";
    private static final String BOOT = "Boot";
    private static final Logger LOG = LoggerFactory.getLogger(SystemEndpoint.class);

    private final NodeContext context;
    private final Host host;
    private final LiveSettings settings;

    private SystemEndpoint(NodeContext context, Host host, LiveSettings settings) {
        this.settings = settings;
        this.context = context;
        this.host = host;
    }

    /** What a PATCH of a system may change. */
    record Change(Field<BootChange> boot) {}

    /** What a PATCH of {@code Boot} may change. */
    record BootChange(
            Field<String> bootSourceOverrideEnabled,
            Field<String> bootSourceOverrideTarget,
            Field<String> bootSourceOverrideMode) {}

    /** Parameters of {@code Reset}. */
    record ResetBody(@Nullable String resetType) {}

    /** Systems and the host; nothing where there is none. */
    public static List<ResourceDeclaration> declarations(NodeContext context, LiveSettings settings) {
        return context.host()
                .map(host -> new SystemEndpoint(context, host, settings).declarations())
                .orElse(List.of());
    }

    private List<ResourceDeclaration> declarations() {
        ResourceDeclaration.Builder system = ResourceDeclaration.of(
                        ComputerSystem.ODATA_TYPE, TreePaths.SYSTEMS + "/{ComputerSystemId}")
                .name("Host")
                .description(
                        host.simulated()
                                ? "A simulated host: nothing but its state is real."
                                : "The host that this management controller looks after.")
                .read(call -> call.id().equals(TreePaths.HOST_ID) ? Optional.of(system()) : Optional.empty());
        if (!host.bootTargets().isEmpty()) {
            system.patch(Change.class, this::change);
        }
        if (!host.resetTypes().isEmpty()) {
            system.action(ActionDeclaration.of(RESET, "Resets the host.", ResetBody.class, this::reset)
                    .allowing(RESET_TYPE, labels(host.resetTypes())));
        }
        return List.of(
                ResourceDeclaration.collection("ComputerSystemCollection", TreePaths.SYSTEMS)
                        .name("Systems")
                        .description("The hosts here: one.")
                        .members(call -> Optional.of(List.of(TreePaths.HOST_ID)))
                        .build(),
                system.build());
    }

    /** The power of a host as Redfish spells it; empty while it is not known. */
    static Optional<String> powerState(Host host) {
        return host.on().map(on -> on ? ON : OFF);
    }

    private ComputerSystem system() {
        NodeFacts facts = context.facts();
        boolean real = !host.simulated();
        return ComputerSystem.builder()
                .systemType(real ? "Physical" : null)
                .manufacturer(real ? facts.manufacturer().orElse(null) : null)
                .model(real ? facts.model().orElse(null) : null)
                .serialNumber(real ? facts.serialNumber().orElse(null) : null)
                .biosVersion(ComponentHealth.ofHost(context.state())
                        .flatMap(bios -> InventoryEndpoint.version(
                                context.state(), bios.spec().id()))
                        .orElse(null))
                .powerState(powerState(host).orElse(null))
                .boot(boot())
                .status(status())
                .links(new ComputerSystem.Links(
                        List.of(Link.to(TreePaths.CHASSIS)), List.of(Link.to(TreePaths.MANAGER))))
                .build();
    }

    /** Of a real host nothing is known but its power and its firmware. */
    private Status status() {
        String state = host.on().map(on -> on ? "Enabled" : "StandbyOffline").orElse(null);
        Health firmware =
                ComponentHealth.ofHost(context.state()).map(ComponentHealth::of).orElse(null);
        return new Status(state, host.simulated() ? Health.OK : null, firmware);
    }

    /** Always there, since sushy reads no system without it; where nothing can be chosen it says just that. */
    private ComputerSystem.Boot boot() {
        BootOverride override = host.boot();
        List<String> targets = host.bootTargets();
        boolean choice = !targets.isEmpty();
        return new ComputerSystem.Boot(
                override.enabled(),
                choice ? BootOverride.ENABLED : null,
                choice ? override.target() : null,
                choice ? targets : null,
                override.mode().orElse(null),
                override.mode().isPresent() ? BootOverride.MODES : null);
    }

    private Reply change(Call call, Change body) {
        if (body.boot().isNull()) {
            throw new RedfishException(
                    400, BaseMessages.propertyValueTypeError("null", BOOT).about("#/" + BOOT));
        }
        body.boot()
                .toOptional()
                .ifPresent(wish -> host.boot(old -> {
                    String enabled = one(
                            wish.bootSourceOverrideEnabled(),
                            "BootSourceOverrideEnabled",
                            BootOverride.ENABLED,
                            old.enabled());
                    String target = one(
                            wish.bootSourceOverrideTarget(),
                            "BootSourceOverrideTarget",
                            host.bootTargets(),
                            old.target());
                    return new BootOverride(enabled, target, mode(wish.bootSourceOverrideMode(), old.mode()));
                }));
        return Reply.changed(call.path());
    }

    private static Optional<String> mode(Field<String> wish, Optional<String> old) {
        if (wish.isPresent() && old.isEmpty()) {
            throw new RedfishException(
                    400,
                    BaseMessages.propertyNotWritable("BootSourceOverrideMode").about("#/Boot/BootSourceOverrideMode"));
        }
        return old.map(mode -> one(wish, "BootSourceOverrideMode", BootOverride.MODES, mode));
    }

    private static String one(Field<String> wish, String property, List<String> values, String old) {
        if (!wish.isPresent()) {
            return old;
        }
        String value = wish.orElse("null");
        if (wish.isNull() || !values.contains(value)) {
            throw new RedfishException(
                    400, BaseMessages.propertyValueNotInList(value, property).about("#/Boot/" + property));
        }
        return value;
    }

    private Reply reset(Call call, ResetBody body) {
        ResetType type = type(body);
        LOG.info(
                "{} of the host asked for by {}", type.label(), call.principal().label());
        boolean boots = type.boots(host.on().orElse(true));
        Host.Outcome outcome = host.reset(type);
        if (outcome instanceof Host.Outcome.Busy) {
            throw new RedfishException(409, BaseMessages.resourceInUse());
        }
        if (outcome instanceof Host.Outcome.Failed failed) {
            LOG.error("{} of the host failed: {}", type.label(), failed.why());
            throw new RedfishException(500, RecoveryMessages.hostCommandFailed(type.label(), failed.why()));
        }
        if (boots && settings.updatesEnabled()) {
            applyWaiting(call);
        }
        return Reply.done();
    }

    /** Images of the host's firmware that wait for a reset: this was one. */
    private void applyWaiting(Call call) {
        List<ComponentId> own = context.state().components().keySet().stream()
                .filter(id -> ComponentHealth.isResetWithHost(context, id))
                .toList();
        if (own.isEmpty()) {
            return;
        }
        try {
            ApplyTimes.apply(context, call, ApplyTime.ON_RESET, own);
        } catch (RedfishException e) {
            // The host was reset: whoever heard of a failure would do it again.
            LOG.warn("updates that wait for a reset of the host were not begun: {}", e.getMessage());
        }
    }

    /** Without a parameter a service may choose (DSP0268); here nobody loses a host to an empty body. */
    private ResetType type(ResetBody body) {
        String wanted = body.resetType();
        if (wanted == null) {
            throw new RedfishException(400, BaseMessages.actionParameterMissing(RESET, RESET_TYPE));
        }
        return ResetType.of(wanted)
                .filter(host.resetTypes()::contains)
                .orElseThrow(() -> new RedfishException(
                        400, BaseMessages.actionParameterValueNotInList(wanted, RESET_TYPE, RESET)));
    }

    private static List<String> labels(List<ResetType> types) {
        return types.stream().map(ResetType::label).toList();
    }
}
