package org.firmwarerecovery.update.io.container.cab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.firmwarerecovery.update.io.container.ContainerKind;
import org.firmwarerecovery.update.io.container.ContainerParser;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.RefusedException;

/** Recognises cabinets ([MS-CAB]) and shows what is in them, stored or compressed with MSZIP. */
public final class CabParser implements ContainerParser {
    private static final byte[] MAGIC = "MSCF".getBytes(StandardCharsets.US_ASCII);

    @Override
    public ContainerKind kind() {
        return ContainerKind.FWUPD_CAB;
    }

    @Override
    public boolean recognises(byte[] head) {
        return head.length >= MAGIC.length && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    @Override
    public Inspection inspect(ImageBytes image, Profile profile) throws IOException {
        try {
            byte[] head = image.read(0, (int) Math.min(MAGIC.length, image.size()));
            if (!recognises(head)) {
                throw new RefusedException("the file does not begin with MSCF");
            }
            return new Cabinet(image, profile).read();
        } catch (RefusedException refused) {
            return refused.inspection(kind());
        }
    }
}
