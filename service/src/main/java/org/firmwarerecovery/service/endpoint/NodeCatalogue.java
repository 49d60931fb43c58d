package org.firmwarerecovery.service.endpoint;

import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.service.auth.Accounts;
import org.firmwarerecovery.service.auth.Sessions;
import org.firmwarerecovery.service.network.NetworkLinks;
import org.firmwarerecovery.service.resource.RawRoute;
import org.firmwarerecovery.service.resource.ResourceCatalogue;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.service.telemetry.MetricReports;

/** The catalogue of a node: one line for each family of resources. What has no line here does not exist. */
public final class NodeCatalogue {
    private NodeCatalogue() {}

    /** Everything a node serves. */
    public static ResourceCatalogue of(
            NodeContext context,
            Accounts accounts,
            Sessions sessions,
            UploadFolder uploads,
            SettingsKeeper keeper,
            LiveSettings live,
            NodeEvents events,
            PeopleCertificates certificates,
            MetricReports reports) {
        ImageStoreEndpoint store = new ImageStoreEndpoint(context);
        TaskEndpoint tasks = new TaskEndpoint(
                new NodeTasks(context),
                () -> context.calendar().now(),
                live,
                context.facts().failedMonitorIsTask());

        Labels labels = new Labels(context.facts(), keeper);
        List<ResourceDeclaration> resources = new ArrayList<>();
        resources.addAll(new SessionEndpoint(accounts, sessions, keeper, events.trail()).declarations());
        resources.addAll(new AccountEndpoint(accounts, keeper, events.trail(), events.hub()).declarations());
        resources.addAll(new ManagerEndpoint(context, labels, live).declarations());
        resources.addAll(new ChassisEndpoint(context, labels).declarations());
        resources.addAll(SystemEndpoint.declarations(context, live));
        resources.addAll(new NetworkEndpoint(context.network(), keeper).declarations());
        resources.addAll(new CertificateEndpoint(certificates).declarations());
        resources.addAll(new LogEndpoint(
                        events.desk(),
                        new Origins(context, accounts, sessions, events),
                        () -> context.calendar().now())
                .declarations());
        resources.addAll(
                new EthernetEndpoint(new NetworkLinks(), context.network().settings()).declarations());
        resources.addAll(new IntegrityEndpoint(context).declarations());
        resources.addAll(new EventEndpoint(
                        events,
                        events.receivers(),
                        reports.formats(),
                        () -> context.calendar().now())
                .declarations());
        resources.addAll(new TelemetryEndpoint(reports).declarations());
        resources.addAll(AggregationEndpoint.declarations(context));
        resources.addAll(tasks.declarations());
        resources.addAll(new UpdateServiceEndpoint(context, store, live).declarations());
        resources.addAll(new InventoryEndpoint(context).declarations());
        resources.addAll(store.declarations());
        resources.addAll(new RecoveryServiceEndpoint(context, keeper).declarations());
        resources.addAll(new PeerEndpoint(context).declarations());
        resources.addAll(new OfferEndpoint(context).declarations());
        resources.addAll(new RecoveryEndpoint(context).declarations());
        resources.addAll(RegistryEndpoint.declarations());
        resources.add(
                ServiceRootEndpoint.of(context.facts().uuid(), labels::shownIdentification, List.copyOf(resources)));

        List<RawRoute> routes = routes(context, resources, events, tasks, new UploadRoute(context, uploads, live));
        return ResourceCatalogue.builder().with(resources).withRoutes(routes).build();
    }

    private static List<RawRoute> routes(
            NodeContext context,
            List<ResourceDeclaration> resources,
            NodeEvents events,
            TaskEndpoint tasks,
            UploadRoute uploads) {
        List<RawRoute> routes = new ArrayList<>();
        routes.addAll(ServiceDocuments.of(resources));
        routes.add(RegistryEndpoint.ownRegistry());
        routes.add(new StreamRoute(events));
        routes.addAll(ImageRoute.all(context));
        routes.add(tasks.monitors());
        routes.add(uploads);
        routes.add(ServiceDocuments.openApi(resources, routes));
        return routes;
    }
}
