package org.firmwarerecovery.redfish.oem;

import org.firmwarerecovery.redfish.odata.Field;

/**
 * Parameters of {@code #FirmwareOffer.Accept}. Accepts the offer, which becomes a lease. Repeated by its owner it gives
 * the same lease and a new ticket.
 *
 * @param uploadURI URI to which the donor pushes the image. Push mode only
 * @param username user name for the upload. Push mode only
 * @param password ticket for the upload. Push mode only
 */
public record AcceptBody(Field<String> uploadURI, Field<String> username, Field<String> password) {
    /** Leaves the ticket out. */
    @Override
    public String toString() {
        return "AcceptBody[uploadURI=" + uploadURI + "]";
    }
}
