package org.firmwarerecovery.discovery.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The messages this node sends, header by header. */
final class OwnMessages {
    /** Seconds within which a donor search wants its answers. */
    static final int DONOR_MX = 1;
    /** How long an announcement or answer counts at least (DSP0266: 1800 s or more). */
    static final Duration MAX_AGE_MIN = Duration.ofMinutes(30);
    /** An announcement survives the loss of two that follow. */
    static final int INTERVALS_PER_AGE = 3;
    /** An answer is at most this many times as long as a standard search, or loses its optional headers. */
    static final int REFLECTION_FACTOR_MAX = 3;

    private static final String IPV4_GROUP = "239.255.255.250";
    private static final String PRODUCT = "Redfish/1 UPnP/1.1 firmware-recovery/1";

    private OwnMessages() {}

    static SsdpMessage.Alive alive(DiscoverySettings settings, DiscoveryLink link) {
        String target = SearchTargets.redfish(settings.redfishMinor());
        String location =
                ServiceLocation.at(link.address(), settings.httpsPort()).uri();
        return new SsdpMessage.Alive(SsdpHeaders.of(
                HeaderNames.HOST,
                host(settings, link.family()),
                HeaderNames.CACHE_CONTROL,
                maxAge(settings),
                HeaderNames.NT,
                target,
                HeaderNames.NTS,
                "ssdp:alive",
                HeaderNames.USN,
                serviceName(settings, target),
                HeaderNames.AL,
                location,
                HeaderNames.LOCATION,
                location,
                HeaderNames.SERVER,
                PRODUCT));
    }

    static SsdpMessage.Byebye byebye(DiscoverySettings settings, DiscoveryLink link) {
        String target = SearchTargets.redfish(settings.redfishMinor());
        return new SsdpMessage.Byebye(SsdpHeaders.of(
                HeaderNames.HOST,
                host(settings, link.family()),
                HeaderNames.NT,
                target,
                HeaderNames.NTS,
                "ssdp:byebye",
                HeaderNames.USN,
                serviceName(settings, target)));
    }

    static SsdpMessage.Search donorSearch(
            DiscoverySettings settings, Family family, DonorTag tag, DiscoveryState.Ask ask) {
        return new SsdpMessage.Search(SsdpHeaders.of(
                HeaderNames.HOST,
                host(settings, family),
                HeaderNames.MAN,
                "\"ssdp:discover\"",
                HeaderNames.MX,
                String.valueOf(DONOR_MX),
                HeaderNames.ST,
                SearchTargets.DONOR,
                HeaderNames.NONCE,
                ask.nonce(),
                HeaderNames.MATCH,
                ask.match(),
                HeaderNames.TAG,
                tag.ofSearch(ask.nonce(), SearchTargets.DONOR, ask.match())));
    }

    static SsdpMessage.Answer donorAnswer(DiscoverySettings settings, String address, DonorTag tag, String nonce) {
        String location = ServiceLocation.at(address, settings.httpsPort()).uri();
        String serviceName = serviceName(settings, SearchTargets.DONOR);
        return new SsdpMessage.Answer(SsdpHeaders.of(
                HeaderNames.CACHE_CONTROL,
                maxAge(settings),
                HeaderNames.ST,
                SearchTargets.DONOR,
                HeaderNames.USN,
                serviceName,
                HeaderNames.AL,
                location,
                HeaderNames.EXT,
                "",
                HeaderNames.NONCE,
                nonce,
                HeaderNames.TAG,
                tag.ofAnswer(nonce, SearchTargets.DONOR, location, serviceName)));
    }

    /**
     * The answer to a standard search of {@code searchOctets} octets. Headers that only UPnP clients want are left out when
     * the answer would grow beyond {@value #REFLECTION_FACTOR_MAX} times the search.
     */
    static Datagram standardAnswer(DiscoverySettings settings, String address, String target, int searchOctets) {
        String location = ServiceLocation.at(address, settings.httpsPort()).uri();
        SsdpHeaders needed = SsdpHeaders.of(
                HeaderNames.CACHE_CONTROL,
                maxAge(settings),
                HeaderNames.ST,
                target,
                HeaderNames.USN,
                serviceName(settings, target),
                HeaderNames.AL,
                location,
                HeaderNames.EXT,
                "");
        List<SsdpHeaders.Line> optional = List.of(
                new SsdpHeaders.Line(HeaderNames.LOCATION, location),
                new SsdpHeaders.Line(HeaderNames.SERVER, PRODUCT));
        Datagram answer = SsdpCodec.encode(new SsdpMessage.Answer(needed));
        List<SsdpHeaders.Line> lines = new ArrayList<>(needed.lines());
        for (SsdpHeaders.Line line : optional) {
            lines.add(line);
            Datagram longer = SsdpCodec.encode(new SsdpMessage.Answer(new SsdpHeaders(lines)));
            if (longer.size() > REFLECTION_FACTOR_MAX * searchOctets) {
                break;
            }
            answer = longer;
        }
        return answer;
    }

    private static String maxAge(DiscoverySettings settings) {
        long interval = settings.notifyInterval().toSeconds();
        return "max-age=" + Math.max(MAX_AGE_MIN.toSeconds(), INTERVALS_PER_AGE * interval);
    }

    private static String serviceName(DiscoverySettings settings, String target) {
        return new UniqueServiceName(settings.uuid(), target).text();
    }

    private static String host(DiscoverySettings settings, Family family) {
        String group =
                family == Family.IPV4 ? IPV4_GROUP : "[" + settings.ipv6Scope().group() + "]";
        return group + ":" + settings.port();
    }
}
