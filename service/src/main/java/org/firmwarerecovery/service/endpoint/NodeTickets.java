package org.firmwarerecovery.service.endpoint;

import java.util.Optional;
import org.firmwarerecovery.service.auth.ImageTicket;
import org.firmwarerecovery.service.auth.Tickets;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.io.runtime.Node;

/** Tickets of the node's live leases: the user name is the offer's id. */
public final class NodeTickets implements Tickets {
    private final Node node;

    /** The leases of this node. */
    public NodeTickets(Node node) {
        this.node = node;
    }

    @Override
    public Optional<ImageTicket> find(String userName, String password) {
        DonorOffer offer = node.state().offers().get(userName);
        if (offer == null || !offer.admits(password, node.uptimeMillis())) {
            return Optional.empty();
        }
        return Optional.of(new ImageTicket(userName, ImagePaths.member(offer.image()) + ImagePaths.IMAGE));
    }
}
