package org.firmwarerecovery.service.wiring;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.store.BankFolder;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeState;
import org.jspecify.annotations.Nullable;

/** What activation hooks are told about the image in a bank, beside component, bank and kind of hook. Pure. */
final class ImageFacts {
    private ImageFacts() {}

    /** Environment variables by name; what is not known is empty. */
    static SortedMap<String, String> of(
            @Nullable NodeState state, Map<ComponentId, BankFolder> banks, ComponentId id, BankId bank) {
        ComponentState component = state == null ? null : state.components().get(id);
        SignedManifest manifest =
                component == null ? null : component.bank(bank).manifest();
        BankFolder folder = banks.get(id);
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("BANK_FILE", folder == null ? "" : folder.imageFile(bank).toString());
        facts.put("SOFTWARE_ID", component == null ? "" : component.spec().softwareId());
        facts.put("IMAGE_VERSION", manifest == null ? "" : manifest.manifest().version());
        facts.put("SECURITY_VERSION", manifest == null ? "" : Long.toString(manifest.securityVersion()));
        facts.put("MANIFEST_DIGEST", manifest == null ? "" : manifest.digest().hex());
        return facts;
    }
}
