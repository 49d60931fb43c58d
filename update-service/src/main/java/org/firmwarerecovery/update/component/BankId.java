package org.firmwarerecovery.update.component;

import java.util.Locale;

/** One slot for an image of a component in non-volatile memory. {@code GOLDEN} is protected: never written by recovery. */
public enum BankId {
    /** First bank. */
    A("A"),
    /** Second bank. */
    B("B"),
    /** Protected factory image. */
    GOLDEN("Golden");

    private final String label;

    BankId(String label) {
        this.label = label;
    }

    /** Spelling in JSON, URIs and configuration: {@code A}, {@code B}, {@code Golden}. */
    public String label() {
        return label;
    }

    /** File name stem in the state folder: {@code a}, {@code b}, {@code golden}. */
    public String fileStem() {
        return label.toLowerCase(Locale.ROOT);
    }

    /** The bank spelled {@code label}, as in configuration. */
    public static BankId of(String label) {
        for (BankId bank : values()) {
            if (bank.label.equals(label)) {
                return bank;
            }
        }
        throw new IllegalArgumentException("not a bank: " + label + " (A, B or Golden)");
    }
}
