package org.firmwarerecovery.update.io.trust;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** Kinds of keys that a node makes for its HTTPS certificate: what every TLS client of today takes. */
public enum KeyKind {
    /** ECDSA on P-256. */
    P256("EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA"),
    /** ECDSA on P-384. */
    P384("EC", new ECGenParameterSpec("secp384r1"), "SHA384withECDSA"),
    /** RSA of 2048 bits. */
    RSA2048("RSA", rsa(2048), "SHA256withRSA"),
    /** RSA of 3072 bits. */
    RSA3072("RSA", rsa(3072), "SHA256withRSA"),
    /** RSA of 4096 bits; takes seconds on a small controller. */
    RSA4096("RSA", rsa(4096), "SHA256withRSA");

    private final String algorithm;
    private final AlgorithmParameterSpec parameters;
    private final String signature;

    KeyKind(String algorithm, AlgorithmParameterSpec parameters, String signature) {
        this.algorithm = algorithm;
        this.parameters = parameters;
        this.signature = signature;
    }

    private static AlgorithmParameterSpec rsa(int bits) {
        return new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4);
    }

    /** A fresh pair. */
    KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters, new SecureRandom());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime makes no keys of kind " + this, e);
        }
    }

    /** The algorithm with which such a key signs. */
    String signature() {
        return signature;
    }
}
