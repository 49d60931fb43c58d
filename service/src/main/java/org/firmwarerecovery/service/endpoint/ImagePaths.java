package org.firmwarerecovery.service.endpoint;

import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.ServedImage;

/** Paths of inventory members and of the bytes behind them; sidecars stand at the image's path with an ending. */
final class ImagePaths {
    static final String UPDATE_SERVICE = "/redfish/v1/UpdateService";
    static final String FIRMWARE = UPDATE_SERVICE + "/FirmwareInventory";
    static final String STORE = UPDATE_SERVICE + "/LocalImageStore";
    static final String IMAGE = "/image";
    static final String MANIFEST_ENDING = ".manifest.json";
    static final String SIGNATURE_ENDING = ".manifest.json.p7s";

    private ImagePaths() {}

    static String component(ComponentId component) {
        return FIRMWARE + "/" + component;
    }

    static String bankId(ComponentId component, BankId bank) {
        return component + "-" + bank.label();
    }

    static String bank(ComponentId component, BankId bank) {
        return FIRMWARE + "/" + bankId(component, bank);
    }

    static String stored(Digest image) {
        return STORE + "/" + image.brief();
    }

    /** The inventory member of a served image. */
    static String member(ServedImage image) {
        if (image instanceof ServedImage.FromBank bank) {
            return bank(bank.component(), bank.bank());
        }
        return stored(
                image instanceof ServedImage.FromLibrary library
                        ? library.image()
                        : ((ServedImage.FromStore) image).image());
    }
}
