package org.firmwarerecovery.update.io.container.hpm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.firmwarerecovery.update.io.container.ContainerKind;
import org.firmwarerecovery.update.io.container.ContainerParser;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.RefusedException;

/** Reads upgrade images of PICMG HPM.1 R1.0, section 4. Both profiles judge alike. */
public final class HpmParser implements ContainerParser {
    private static final byte[] MAGIC = "PICMGFWU".getBytes(StandardCharsets.US_ASCII);

    @Override
    public ContainerKind kind() {
        return ContainerKind.HPM1;
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
                throw new RefusedException("the file does not begin with PICMGFWU");
            }
            return new HpmImage(image).read();
        } catch (RefusedException refused) {
            return refused.inspection(kind());
        }
    }
}
