package org.firmwarerecovery.redfish.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.testing.Filled;
import org.firmwarerecovery.redfish.testing.PayloadCheck;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateRecordsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.5Z");
    private static final String SERVICE = "/redfish/v1/CertificateService";
    private static final String CERTIFICATE = "/redfish/v1/Managers/BMC/NetworkProtocol/HTTPS/Certificates/1";

    static Stream<Arguments> samples() {
        return Stream.of(
                Arguments.of(
                        CertificateService.ODATA_TYPE,
                        SERVICE,
                        new CertificateService(Link.to(SERVICE + "/CertificateLocations"))),
                Arguments.of(
                        CertificateLocations.ODATA_TYPE,
                        SERVICE + "/CertificateLocations",
                        new CertificateLocations(CertificateLocations.Links.to(List.of(Link.to(CERTIFICATE))))),
                Arguments.of(Certificate.ODATA_TYPE, CERTIFICATE, certificate()),
                Arguments.of(
                        ActionInfo.ODATA_TYPE,
                        SERVICE + "/GenerateCSRActionInfo",
                        new ActionInfo(List.of(ActionInfo.Parameter.required("KeyUsage", "StringArray")
                                .of(List.of("DigitalSignature"))))));
    }

    private static Certificate certificate() {
        Certificate.Identifier name = new Certificate.Identifier(
                "bmc-01",
                List.of("bmc-01.example"),
                "Example",
                "Rack 7",
                List.of("Rack 8"),
                "Berlin",
                "Berlin",
                "DE",
                "a@example.com",
                List.of("example", "com"),
                List.of("bmc-01", "192.0.2.1"),
                "CN=bmc-01");
        return new Certificate(
                "-----BEGIN CERTIFICATE-----",
                "PEMchain",
                List.of("Web"),
                name,
                name,
                NOW,
                NOW,
                List.of("DigitalSignature", "ServerAuthentication"),
                "0A:0B",
                "AB:CD",
                "TPM_ALG_SHA256",
                "ecdsa-with-SHA256");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_member_has_the_name_and_type_of_the_official_schema(String type, String path, Object record)
            throws ReflectiveOperationException {
        assertEquals(List.of(), Filled.holes(record), "the sample must prove every member");
        assertEquals(List.of(), new PayloadCheck().problems(PayloadCheck.payload(type, path, record)));
    }
}
