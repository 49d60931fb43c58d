package org.firmwarerecovery.update.power;

/** An image took the whole board down when it was started: the node is gone and starts again. */
final class BoardDownException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BoardDownException() {
        super("the image took the board down");
    }
}
