package org.firmwarerecovery.redfish.odata;

/**
 * An {@code @odata.type}: {@code #SoftwareInventory.v1_13_0.SoftwareInventory}, or {@code #TaskCollection.TaskCollection} for
 * a collection, which has no version.
 *
 * @param text the whole text, with the hash
 */
public record ODataType(String text) {
    /** Refuses what is not of that form. */
    public ODataType {
        int dots = text.length() - text.replace(".", "").length();
        if (!text.startsWith("#") || dots < 1 || dots > 2) {
            throw new IllegalArgumentException("not an @odata.type: " + text);
        }
    }

    /** Name of the schema, which is the entity of the privilege registry: {@code SoftwareInventory}. */
    public String entity() {
        return text.substring(1, text.indexOf('.'));
    }

    /** Namespace: {@code SoftwareInventory.v1_13_0}; for a collection its name. */
    public String namespace() {
        return text.substring(1, text.lastIndexOf('.'));
    }

    /** File name of its JSON Schema, for the describedby link. */
    public String schemaFile() {
        return namespace() + ".json";
    }

    /** True for a collection. */
    public boolean isCollection() {
        return namespace().equals(entity());
    }
}
