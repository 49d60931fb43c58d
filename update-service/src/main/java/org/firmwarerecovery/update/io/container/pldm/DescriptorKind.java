package org.firmwarerecovery.update.io.container.pldm;

import java.util.Arrays;
import java.util.Optional;

/** Descriptor types whose length the format fixes. */
enum DescriptorKind {
    PCI_VENDOR(0x0000, 2),
    IANA_ENTERPRISE(0x0001, 4),
    UUID(0x0002, 16),
    PNP_VENDOR(0x0003, 3),
    ACPI_VENDOR(0x0004, 4),
    IEEE_COMPANY(0x0005, 3),
    SCSI_VENDOR(0x0006, 8),
    PCI_DEVICE(0x0100, 2),
    PCI_SUBSYSTEM_VENDOR(0x0101, 2),
    PCI_SUBSYSTEM(0x0102, 2),
    PCI_REVISION(0x0103, 1),
    PNP_PRODUCT(0x0104, 4),
    ACPI_PRODUCT(0x0105, 4),
    ASCII_MODEL_LONG(0x0106, 40),
    ASCII_MODEL_SHORT(0x0107, 10),
    SCSI_PRODUCT(0x0108, 16),
    UBM_CONTROLLER(0x0109, 4),
    IEEE_EUI_64(0x010A, 8),
    PCI_REVISION_RANGE(0x010B, 2);

    /** Highest type that may stand first in a record: it says whose device it is. */
    static final int INITIAL_TYPE_MAX = SCSI_VENDOR.type();

    private final int type;
    private final int length;

    DescriptorKind(int type, int length) {
        this.type = type;
        this.length = length;
    }

    /** The kind of {@code type}; empty where nobody assigned it. */
    static Optional<DescriptorKind> of(int type) {
        return Arrays.stream(values()).filter(kind -> kind.type == type).findFirst();
    }

    int type() {
        return type;
    }

    /** Bytes of its data. */
    int length() {
        return length;
    }
}
