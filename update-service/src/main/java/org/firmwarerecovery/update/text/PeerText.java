package org.firmwarerecovery.update.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.firmwarerecovery.update.negotiation.PeerRef;

/** A peer as part of a text: who it is and where it was. */
public final class PeerText {
    private PeerText() {}

    /** Puts a peer into an object. */
    public static void put(ObjectNode node, String name, PeerRef peer) {
        node.putObject(name)
                .put("uuid", peer.uuid())
                .put("address", peer.address())
                .put("interface", peer.iface())
                .put("origin", peer.origin().name());
    }

    /** Reads what {@link #put} wrote. */
    public static PeerRef read(Fields owner, String name) throws BrokenTextException {
        Fields peer = owner.object(name);
        PeerRef read = new PeerRef(
                peer.longText("uuid"),
                peer.longText("address"),
                peer.textOrNull("interface"),
                peer.one("origin", PeerRef.Origin.values(), PeerRef.Origin::name));
        peer.end();
        return read;
    }
}
