package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import org.firmwarerecovery.service.endpoint.PeopleCertificates;
import org.firmwarerecovery.service.http.TlsIdentities;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.HttpsIdentity;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.OfferedCertificate;
import org.firmwarerecovery.update.io.trust.SigningRequest;

/** Joins the certificate on disk with the one the listeners show. Thread-safe. */
final class HttpsCertificates implements PeopleCertificates {
    private final HttpsIdentity identity;
    private final TlsIdentities shown;
    private final ClockRule clock;

    HttpsCertificates(HttpsIdentity identity, TlsIdentities shown, ClockRule clock) {
        this.identity = identity;
        this.shown = shown;
        this.clock = clock;
    }

    @Override
    public KeyMaterial current() {
        return identity.current();
    }

    @Override
    public String request(SigningRequest wanted) throws IOException {
        return identity.request(wanted);
    }

    @Override
    public synchronized HttpsIdentity.Outcome replace(OfferedCertificate offered) throws IOException {
        HttpsIdentity.Outcome outcome = identity.replace(offered, clock.now());
        if (outcome instanceof HttpsIdentity.Outcome.Replaced replaced) {
            shown.replacePeople(replaced.material());
        }
        return outcome;
    }
}
