package org.firmwarerecovery.service.endpoint;

import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.update.io.trust.CertificateUse;
import org.firmwarerecovery.update.io.trust.KeyKind;
import org.firmwarerecovery.update.io.trust.OfferedCertificate;
import org.firmwarerecovery.update.io.trust.SigningRequest;
import org.firmwarerecovery.update.io.trust.SigningRequest.Attribute;
import org.jspecify.annotations.Nullable;

/** What clients may say about certificates, checked: one message for each parameter that is wrong, all of them at once. */
final class CertificateWishes {
    static final String GENERATE = "GenerateCSR";
    static final String REPLACE = "ReplaceCertificate";
    static final List<String> TYPES = List.of("PEM", "PEMchain", "PKCS12");
    static final List<String> RSA = List.of("TPM_ALG_RSA", "RSA");
    static final List<String> EC = List.of("TPM_ALG_ECDSA", "TPM_ALG_ECC", "EC");
    static final List<String> USES =
            Arrays.stream(CertificateUse.values()).map(CertificateUse::label).toList();

    private static final int NAMES_MAX = 64;
    private static final int PASSWORD_LENGTH_MAX = 255;
    private static final Map<String, KeyKind> CURVES = curves();
    private static final Map<Long, KeyKind> BITS =
            Map.of(2048L, KeyKind.RSA2048, 3072L, KeyKind.RSA3072, 4096L, KeyKind.RSA4096);
    private static final List<CertificateUse> SERVER =
            List.of(CertificateUse.DIGITAL_SIGNATURE, CertificateUse.SERVER_AUTHENTICATION);

    private final String action;
    private final List<Message> problems = new ArrayList<>();

    /**
     * Parameters of {@code #CertificateService.GenerateCSR}.
     *
     * @param certificateCollection where the certificate is to go
     * @param commonName CN
     * @param alternativeNames host names and addresses
     * @param organization O
     * @param organizationalUnit OU
     * @param city L
     * @param state ST
     * @param country C, two letters
     * @param email mail address
     * @param keyPairAlgorithm kind of the key
     * @param keyBitLength bits of an RSA key
     * @param keyCurveId curve of an EC key
     * @param keyUsage what the key is for
     * @param surname of a contact
     * @param givenName of a contact
     * @param initials of a contact
     * @param challengePassword for revocation; never shown again
     * @param unstructuredName not supported
     * @param contactPerson not supported
     */
    record GenerateCsrBody(
            @NotNull @Nullable Link certificateCollection,
            @NotNull @Nullable String commonName,
            @Nullable List<String> alternativeNames,
            @Nullable String organization,
            @Nullable String organizationalUnit,
            @Nullable String city,
            @Nullable String state,
            @Nullable String country,
            @Nullable String email,
            @Nullable String keyPairAlgorithm,
            @Nullable Long keyBitLength,
            @Nullable String keyCurveId,
            @Nullable List<String> keyUsage,
            @Nullable String surname,
            @Nullable String givenName,
            @Nullable String initials,
            @Nullable String challengePassword,
            @Nullable String unstructuredName,
            @Nullable String contactPerson) {
        /** Never the password. */
        @Override
        public String toString() {
            return "GenerateCsrBody[" + commonName + "]";
        }
    }

    /**
     * Parameters of {@code #CertificateService.ReplaceCertificate}.
     *
     * @param certificateString the new certificate; may hold its private key, so it is never shown again
     * @param certificateType {@code PEM}, {@code PEMchain} or {@code PKCS12}
     * @param certificateUri which one is replaced
     * @param password of a PKCS#12 archive; never shown again
     */
    record ReplaceCertificateBody(
            @NotNull @Nullable String certificateString,
            @NotNull @Nullable String certificateType,
            @NotNull @Nullable Link certificateUri,
            @Nullable String password) {
        /** Neither certificate nor password. */
        @Override
        public String toString() {
            return "ReplaceCertificateBody[" + certificateType + "]";
        }
    }

    private CertificateWishes(String action) {
        this.action = action;
    }

    private static Map<String, KeyKind> curves() {
        Map<String, KeyKind> curves = new LinkedHashMap<>();
        for (String name : List.of("TPM_ECC_NIST_P256", "prime256v1", "secp256r1")) {
            curves.put(name, KeyKind.P256);
        }
        for (String name : List.of("TPM_ECC_NIST_P384", "secp384r1")) {
            curves.put(name, KeyKind.P384);
        }
        return curves;
    }

    /** Names of the curves. */
    static List<String> curveNames() {
        return List.copyOf(CURVES.keySet());
    }

    /** The request that a client wants for {@code collection}. */
    static SigningRequest request(GenerateCsrBody body, String collection) {
        return new CertificateWishes(GENERATE).of(body, collection);
    }

    /** The certificate that a client offers for {@code uri}. */
    static OfferedCertificate offered(ReplaceCertificateBody body, String uri) {
        return new CertificateWishes(REPLACE).of(body, uri);
    }

    private SigningRequest of(GenerateCsrBody body, String collection) {
        requirePath("CertificateCollection", body.certificateCollection(), collection);
        EnumMap<Attribute, String> subject = new EnumMap<>(Attribute.class);
        put(subject, Attribute.COMMON_NAME, "CommonName", body.commonName());
        put(subject, Attribute.ORGANIZATION, "Organization", body.organization());
        put(subject, Attribute.ORGANIZATIONAL_UNIT, "OrganizationalUnit", body.organizationalUnit());
        put(subject, Attribute.CITY, "City", body.city());
        put(subject, Attribute.STATE, "State", body.state());
        put(subject, Attribute.COUNTRY, "Country", body.country());
        put(subject, Attribute.EMAIL, "Email", body.email());
        put(subject, Attribute.SURNAME, "Surname", body.surname());
        put(subject, Attribute.GIVEN_NAME, "GivenName", body.givenName());
        put(subject, Attribute.INITIALS, "Initials", body.initials());
        if (!subject.containsKey(Attribute.COMMON_NAME) && problems.isEmpty()) {
            problems.add(
                    BaseMessages.actionParameterMissing(action, "CommonName").about("#/CommonName"));
        }
        unsupported("UnstructuredName", body.unstructuredName());
        unsupported("ContactPerson", body.contactPerson());
        List<String> names = names(body.alternativeNames(), subject.get(Attribute.COMMON_NAME));
        List<CertificateUse> uses = uses(body.keyUsage());
        Optional<KeyKind> kind = kind(body);
        Optional<String> challenge = given(body.challengePassword());
        if (challenge.filter(word -> word.length() > PASSWORD_LENGTH_MAX).isPresent()) {
            problems.add(BaseMessages.actionParameterValueError("ChallengePassword", action)
                    .about("#/ChallengePassword"));
        }
        require();
        return new SigningRequest(kind.orElse(KeyKind.P256), subject, names, uses, challenge);
    }

    private OfferedCertificate of(ReplaceCertificateBody body, String uri) {
        requirePath("CertificateUri", body.certificateUri(), uri);
        String type = Optional.ofNullable(body.certificateType()).orElse("");
        if (!TYPES.contains(type)) {
            notInList(type, "CertificateType");
        }
        require();
        String text = Optional.ofNullable(body.certificateString()).orElse("");
        try {
            if (text.length() > OfferedCertificate.LENGTH_MAX) {
                throw new IOException("it has more than " + OfferedCertificate.LENGTH_MAX + " characters");
            }
            OfferedCertificate offered = type.equals("PKCS12")
                    ? OfferedCertificate.ofPkcs12(
                            text, Optional.ofNullable(body.password()).orElse(""))
                    : OfferedCertificate.ofPem(text);
            if (type.equals("PEM") && offered.chain().size() > 1) {
                throw new IOException("PEM is one certificate, a chain is PEMchain");
            }
            return offered;
        } catch (IOException e) {
            throw refusal(Optional.ofNullable(e.getMessage()).orElse("it cannot be read"));
        }
    }

    /** What a client is told whose certificate is not taken. */
    static RedfishException refusal(String reason) {
        String about = "#/CertificateString";
        return new RedfishException(
                400,
                List.of(
                        BaseMessages.actionParameterValueError("CertificateString", REPLACE)
                                .about(about),
                        RecoveryMessages.certificateRefused(reason).about(about)),
                Map.of());
    }

    private void requirePath(String name, @Nullable Link link, String path) {
        String given = link == null ? "" : link.odataId();
        if (!given.equals(path) && !given.equals(path + "/")) {
            notInList(given, name);
        }
    }

    private void put(Map<Attribute, String> subject, Attribute attribute, String name, @Nullable String value) {
        Optional<String> text = given(value);
        boolean country = attribute == Attribute.COUNTRY;
        if (text.isPresent()
                && (text.get().length() > attribute.lengthMax()
                        || country && !text.get().matches("[A-Za-z]{2}"))) {
            problems.add(BaseMessages.actionParameterValueFormatError(shown(text.get()), name, action)
                    .about("#/" + name));
        } else {
            text.ifPresent(good -> subject.put(attribute, country ? good.toUpperCase(Locale.ROOT) : good));
        }
    }

    private void unsupported(String name, @Nullable String value) {
        if (given(value).isPresent()) {
            problems.add(BaseMessages.actionParameterNotSupported(name, action).about("#/" + name));
        }
    }

    /** Clients look at these names only, so the common name is one of them when it is the name of a host. */
    private List<String> names(@Nullable List<String> wanted, @Nullable String commonName) {
        List<String> names = new ArrayList<>();
        if (commonName != null && SigningRequest.isName(commonName)) {
            names.add(commonName);
        }
        for (String raw : wanted == null ? List.<String>of() : wanted) {
            String name = raw.replaceFirst("^(?i)(DNS|IP|IP Address):", "").strip();
            if (!SigningRequest.isName(name)) {
                problems.add(BaseMessages.actionParameterValueFormatError(shown(raw), "AlternativeNames", action)
                        .about("#/AlternativeNames"));
            } else if (!names.contains(name)) {
                names.add(name);
            }
        }
        if (names.size() > NAMES_MAX) {
            problems.add(BaseMessages.actionParameterValueError("AlternativeNames", action)
                    .about("#/AlternativeNames"));
        }
        return names;
    }

    /** What is wanted and what a server needs. */
    private List<CertificateUse> uses(@Nullable List<String> wanted) {
        List<CertificateUse> uses = new ArrayList<>(SERVER);
        for (String label : wanted == null ? List.<String>of() : wanted) {
            Optional<CertificateUse> use = CertificateUse.of(label);
            if (use.isEmpty()) {
                notInList(label, "KeyUsage");
            } else if (!uses.contains(use.get())) {
                uses.add(use.get());
            }
        }
        return uses;
    }

    private Optional<KeyKind> kind(GenerateCsrBody body) {
        Optional<String> algorithm = given(body.keyPairAlgorithm());
        Optional<String> curve = given(body.keyCurveId());
        Long bits = body.keyBitLength();
        boolean rsa = algorithm.map(RSA::contains).orElse(bits != null && curve.isEmpty());
        if (algorithm.isPresent() && !rsa && !EC.contains(algorithm.get())) {
            notInList(algorithm.get(), "KeyPairAlgorithm");
            return Optional.empty();
        }
        if (rsa) {
            curve.ifPresent(name -> problems.add(BaseMessages.actionParameterNotSupported("KeyCurveId", action)
                    .about("#/KeyCurveId")));
            KeyKind kind = BITS.get(bits == null ? 2048L : bits);
            if (kind == null) {
                notInList(String.valueOf(bits), "KeyBitLength");
            }
            return Optional.ofNullable(kind);
        }
        // Some clients always send a length; that of a curve is fixed.
        KeyKind kind = CURVES.get(curve.orElse("TPM_ECC_NIST_P256"));
        if (kind == null) {
            notInList(curve.orElse(""), "KeyCurveId");
        }
        return Optional.ofNullable(kind);
    }

    private void notInList(String value, String name) {
        problems.add(BaseMessages.actionParameterValueNotInList(shown(value), name, action)
                .about("#/" + name));
    }

    private static Optional<String> given(@Nullable String value) {
        // Clients send every parameter they know, empty.
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static String shown(String value) {
        return value.length() > SigningRequest.NAME_LENGTH_MAX
                ? value.substring(0, SigningRequest.NAME_LENGTH_MAX)
                : value;
    }

    private void require() {
        if (!problems.isEmpty()) {
            throw new RedfishException(400, problems, Map.of());
        }
    }
}
