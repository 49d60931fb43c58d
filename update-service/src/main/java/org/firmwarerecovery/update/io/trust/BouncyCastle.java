package org.firmwarerecovery.update.io.trust;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The one BouncyCastle provider of the process; passed explicitly, since the JDK's own can not verify RSA-PSS in CMS. */
final class BouncyCastle {
    static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}
}
