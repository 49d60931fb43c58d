package org.firmwarerecovery.update.io.container.capsule;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.firmwarerecovery.update.io.container.ContainerKind;
import org.firmwarerecovery.update.io.container.ContainerParser;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.RefusedException;
import org.firmwarerecovery.update.io.trust.VendorSignatures;

/** Reads UEFI capsules for the Firmware Management Protocol. Both profiles judge alike. */
public final class CapsuleParser implements ContainerParser {
    /** GUID of such a capsule, 6DCBD5ED-E82D-4C44-BDA1-7194199AD92A, as it lies in the file. */
    private static final byte[] GUID = HexFormat.of().parseHex("edd5cb6d2de8444cbda17194199ad92a");

    private final VendorSignatures signatures;

    /**
     * A parser.
     *
     * @param signatures judges who signed a payload
     */
    public CapsuleParser(VendorSignatures signatures) {
        this.signatures = signatures;
    }

    @Override
    public ContainerKind kind() {
        return ContainerKind.UEFI_CAPSULE;
    }

    @Override
    public boolean recognises(byte[] head) {
        return head.length >= GUID.length && Arrays.equals(head, 0, GUID.length, GUID, 0, GUID.length);
    }

    @Override
    public Inspection inspect(ImageBytes image, Profile profile) throws IOException {
        try {
            byte[] head = image.read(0, (int) Math.min(GUID.length, image.size()));
            if (head.length == GUID.length && !recognises(head)) {
                throw new RefusedException("the GUID is not the one of a capsule for the Firmware Management Protocol");
            }
            return new Capsule(image, signatures).read();
        } catch (RefusedException refused) {
            return refused.inspection(kind());
        }
    }
}
