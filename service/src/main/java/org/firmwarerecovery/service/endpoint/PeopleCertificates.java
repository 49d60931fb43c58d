package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import org.firmwarerecovery.update.io.trust.HttpsIdentity;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.OfferedCertificate;
import org.firmwarerecovery.update.io.trust.SigningRequest;

/** The certificate with which the node serves people; never that of the fleet. Thread-safe; blocking. */
public interface PeopleCertificates {
    /** The one in use. */
    KeyMaterial current();

    /** Makes a key and a certification request for it, as PEM text; the certificate in use stays. */
    String request(SigningRequest wanted) throws IOException;

    /** Takes another certificate, or says why not; connections that begin after the return see it. */
    HttpsIdentity.Outcome replace(OfferedCertificate offered) throws IOException;
}
