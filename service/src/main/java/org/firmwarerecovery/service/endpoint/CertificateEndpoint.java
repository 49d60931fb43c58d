package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.resource.ActionInfo;
import org.firmwarerecovery.redfish.resource.ActionInfo.Parameter;
import org.firmwarerecovery.redfish.resource.Certificate;
import org.firmwarerecovery.redfish.resource.CertificateLocations;
import org.firmwarerecovery.redfish.resource.CertificateService;
import org.firmwarerecovery.redfish.resource.GenerateCsrResponse;
import org.firmwarerecovery.service.resource.ActionDeclaration;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.update.io.file.DiskSpace;
import org.firmwarerecovery.update.io.trust.CertificateFacts;
import org.firmwarerecovery.update.io.trust.CertificateUse;
import org.firmwarerecovery.update.io.trust.HttpsIdentity;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.OfferedCertificate;
import org.firmwarerecovery.update.io.trust.Pem;
import org.firmwarerecovery.update.io.trust.SigningRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** CertificateService and the HTTPS certificate: shown, requested anew, replaced without a restart. */
public final class CertificateEndpoint {
    static final String COLLECTION = NetworkEndpoint.PATH + "/HTTPS/Certificates";

    private static final String SERVICE = "/redfish/v1/CertificateService";
    private static final String LOCATIONS = SERVICE + "/CertificateLocations";
    private static final String PARAMETERS = SERVICE + "/GenerateCSRActionInfo";
    private static final String TEMPLATE = TreePaths.MANAGERS + "/{ManagerId}/NetworkProtocol/HTTPS/Certificates";
    private static final String ID = "1";
    private static final String CERTIFICATE = COLLECTION + "/" + ID;
    private static final String TEXT = "String";
    private static final Logger LOG = LoggerFactory.getLogger(CertificateEndpoint.class);

    private final PeopleCertificates certificates;

    /** The certificates of this node. */
    public CertificateEndpoint(PeopleCertificates certificates) {
        this.certificates = certificates;
    }

    /** CertificateService, CertificateLocations, the HTTPS certificate. */
    public List<ResourceDeclaration> declarations() {
        return List.of(
                service(),
                ResourceDeclaration.of(CertificateLocations.ODATA_TYPE, LOCATIONS)
                        .name("Certificate Locations")
                        .description("Where the certificates of this service are.")
                        .read(call -> Optional.of(
                                new CertificateLocations(CertificateLocations.Links.to(List.of(Link.to(CERTIFICATE))))))
                        .build(),
                ResourceDeclaration.of(ActionInfo.ODATA_TYPE, PARAMETERS)
                        .name("Generate CSR Action Info")
                        .description("The parameters of the action GenerateCSR.")
                        .read(call -> Optional.of(parameters()))
                        .build(),
                ResourceDeclaration.collection("CertificateCollection", TEMPLATE)
                        .name("HTTPS Certificates")
                        .description("The certificate with which people are served.")
                        .members(call -> isHere(call) ? Optional.of(List.of(ID)) : Optional.empty())
                        .build(),
                ResourceDeclaration.of(Certificate.ODATA_TYPE, TEMPLATE + "/{CertificateId}")
                        .name("HTTPS Certificate")
                        .description("The certificate with which people are served.")
                        .read(call -> isHere(call) && call.id().equals(ID)
                                ? Optional.of(certificate(certificates.current()))
                                : Optional.empty())
                        .build());
    }

    private ResourceDeclaration service() {
        return ResourceDeclaration.of(CertificateService.ODATA_TYPE, SERVICE)
                .name("Certificate Service")
                .description("Makes certification requests and replaces certificates.")
                .read(call -> Optional.of(new CertificateService(Link.to(LOCATIONS))))
                .action(ActionDeclaration.of(
                                CertificateWishes.GENERATE,
                                "Makes a key and a certification request for it.",
                                CertificateWishes.GenerateCsrBody.class,
                                this::generate)
                        .annotated("@Redfish.ActionInfo", PARAMETERS))
                .action(ActionDeclaration.of(
                                CertificateWishes.REPLACE,
                                "Puts another certificate in the place of one.",
                                CertificateWishes.ReplaceCertificateBody.class,
                                this::replace)
                        .allowing("CertificateType", CertificateWishes.TYPES))
                .build();
    }

    private static boolean isHere(Call call) {
        return call.parameter("ManagerId").equals(TreePaths.MANAGER_ID);
    }

    private static ActionInfo parameters() {
        return new ActionInfo(List.of(
                Parameter.required("CertificateCollection", "Object").of(List.of(COLLECTION)),
                Parameter.required("CommonName", TEXT),
                Parameter.optional("AlternativeNames", "StringArray"),
                Parameter.optional("Organization", TEXT),
                Parameter.optional("OrganizationalUnit", TEXT),
                Parameter.optional("City", TEXT),
                Parameter.optional("State", TEXT),
                Parameter.optional("Country", TEXT),
                Parameter.optional("Email", TEXT),
                Parameter.optional("Surname", TEXT),
                Parameter.optional("GivenName", TEXT),
                Parameter.optional("Initials", TEXT),
                Parameter.optional("KeyPairAlgorithm", TEXT)
                        .of(List.of(CertificateWishes.EC.get(0), CertificateWishes.RSA.get(0))),
                Parameter.optional("KeyBitLength", "Number").of(List.of("2048", "3072", "4096")),
                Parameter.optional("KeyCurveId", TEXT).of(CertificateWishes.curveNames()),
                Parameter.optional("KeyUsage", "StringArray").of(CertificateWishes.USES),
                Parameter.optional("ChallengePassword", TEXT)));
    }

    private Reply generate(Call call, CertificateWishes.GenerateCsrBody body) {
        SigningRequest wanted = CertificateWishes.request(body, COLLECTION);
        try {
            String request = certificates.request(wanted);
            LOG.info("certification request for {} made by {}", wanted.subject(), who(call));
            return Reply.ok(new GenerateCsrResponse(Link.to(COLLECTION), request));
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    private Reply replace(Call call, CertificateWishes.ReplaceCertificateBody body) {
        OfferedCertificate offered = CertificateWishes.offered(body, CERTIFICATE);
        HttpsIdentity.Outcome outcome;
        try {
            outcome = certificates.replace(offered);
        } catch (IOException e) {
            throw unwritten(e);
        }
        if (outcome instanceof HttpsIdentity.Outcome.Refused refused) {
            throw CertificateWishes.refusal(refused.reason());
        }
        LOG.info(
                "HTTPS certificate replaced by {}: SHA-256 {}",
                who(call),
                CertificateFacts.fingerprint(certificates.current().certificate()));
        return Reply.done().withHeader("Location", CERTIFICATE);
    }

    private static RuntimeException unwritten(IOException cause) {
        return DiskSpace.saysFull(cause)
                ? new RedfishException(507, BaseMessages.insufficientStorage())
                : new UncheckedIOException("identity/https could not be written", cause);
    }

    private static String who(Call call) {
        return call.principal().label();
    }

    private static Certificate certificate(KeyMaterial material) {
        CertificateFacts facts = CertificateFacts.of(material.certificate());
        return Certificate.builder()
                .certificateString(Pem.text(material.chain()))
                .certificateType(material.chain().size() > 1 ? "PEMchain" : "PEM")
                .certificateUsageTypes(List.of("Web"))
                .issuer(name(facts.issuer(), List.of()))
                .subject(name(facts.subject(), facts.alternativeNames()))
                .validNotBefore(facts.notBefore())
                .validNotAfter(facts.notAfter())
                .keyUsage(facts.uses().stream().map(CertificateUse::label).toList())
                .serialNumber(facts.serialNumber())
                .fingerprint(facts.sha256())
                .fingerprintHashAlgorithm("TPM_ALG_SHA256")
                .signatureAlgorithm(facts.signatureAlgorithm())
                .build();
    }

    private static Certificate.Identifier name(CertificateFacts.Name name, List<String> alternativeNames) {
        return Certificate.Identifier.builder()
                .commonName(first(name.commonNames()))
                .additionalCommonNames(further(name.commonNames()))
                .organization(first(name.organizations()))
                .organizationalUnit(first(name.units()))
                .additionalOrganizationalUnits(further(name.units()))
                .city(first(name.cities()))
                .state(first(name.states()))
                .country(first(name.countries()))
                .email(first(name.mails()))
                .domainComponents(name.domainComponents().isEmpty() ? null : name.domainComponents())
                .alternativeNames(alternativeNames.isEmpty() ? null : alternativeNames)
                .displayString(name.display())
                .build();
    }

    private static @Nullable String first(List<String> values) {
        return values.isEmpty() ? null : values.get(0);
    }

    private static @Nullable List<String> further(List<String> values) {
        return values.size() < 2 ? null : values.subList(1, values.size());
    }
}
