package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.query.Expand;
import org.firmwarerecovery.redfish.resource.ServiceRoot;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.jspecify.annotations.Nullable;

/** The service root; it links to what the catalogue has and to nothing else. */
public final class ServiceRootEndpoint {
    /** Version of DSP0266 that the service keeps to; its minor is part of the SSDP search target. */
    public static final String REDFISH_VERSION = "1.20.0";

    private static final String ROOT = "/redfish/v1";
    private static final long MAX_LEVELS = Expand.LEVELS_MAX;

    private ServiceRootEndpoint() {}

    /**
     * The root above these resources.
     *
     * @param uuid the node's UUID, also in SSDP
     * @param identification how the service introduces itself
     * @param below everything else in the catalogue
     */
    public static ResourceDeclaration of(
            String uuid, Supplier<Optional<String>> identification, List<ResourceDeclaration> below) {
        List<String> paths =
                below.stream().map(declaration -> declaration.uri().text()).toList();
        Latest latest = new Latest(uuid, paths);
        return ResourceDeclaration.of(ServiceRoot.ODATA_TYPE, ROOT)
                .id("RootService")
                .name("Root Service")
                .description("The entry point of this Redfish service.")
                .read(call -> Optional.of(latest.with(identification.get())))
                .build();
    }

    /** The root as it was asked for last: every client begins with it, and nothing but the identification ever changes. */
    private static final class Latest {
        private final String uuid;
        private final List<String> paths;
        private volatile @Nullable ServiceRoot latest;

        Latest(String uuid, List<String> paths) {
            this.uuid = uuid;
            this.paths = paths;
        }

        ServiceRoot with(Optional<String> identification) {
            ServiceRoot last = latest;
            if (last == null
                    || !Optional.ofNullable(last.serviceIdentification()).equals(identification)) {
                last = root(uuid, identification, paths);
                latest = last;
            }
            return last;
        }
    }

    private static ServiceRoot root(String uuid, Optional<String> identification, List<String> paths) {
        return ServiceRoot.builder()
                .redfishVersion(REDFISH_VERSION)
                .uuid(uuid)
                .product("Redfish Firmware Recovery")
                .vendor("FirmwareRecovery")
                .serviceIdentification(identification.orElse(null))
                .protocolFeaturesSupported(features())
                .systems(link(paths, ROOT + "/Systems"))
                .chassis(link(paths, ROOT + "/Chassis"))
                .managers(link(paths, ROOT + "/Managers"))
                .tasks(link(paths, ROOT + "/TaskService"))
                .sessionService(link(paths, ROOT + "/SessionService"))
                .accountService(link(paths, ROOT + "/AccountService"))
                .eventService(link(paths, ROOT + "/EventService"))
                .telemetryService(link(paths, ROOT + "/TelemetryService"))
                .aggregationService(link(paths, AggregationEndpoint.SERVICE))
                .registries(link(paths, ROOT + "/Registries"))
                .jsonSchemas(link(paths, ROOT + "/JsonSchemas"))
                .updateService(link(paths, ROOT + "/UpdateService"))
                .certificateService(link(paths, ROOT + "/CertificateService"))
                .componentIntegrity(link(paths, ROOT + "/ComponentIntegrity"))
                .links(new ServiceRoot.Links(
                        Link.to(ROOT + "/SessionService/Sessions"),
                        paths.contains(ROOT + "/Managers/{ManagerId}") ? Link.to(ROOT + "/Managers/BMC") : null))
                .build();
    }

    private static ServiceRoot.ProtocolFeatures features() {
        ServiceRoot.ExpandQuery expand = ServiceRoot.ExpandQuery.builder()
                .expandAll(true)
                .noLinks(true)
                .links(true)
                .levels(true)
                .maxLevels(MAX_LEVELS)
                .build();
        return new ServiceRoot.ProtocolFeatures(
                expand, true, true, true, true, true, true, true, true, new ServiceRoot.DeepOperations(false, false));
    }

    private static @Nullable Link link(List<String> paths, String path) {
        return paths.contains(path) ? Link.to(path) : null;
    }
}
