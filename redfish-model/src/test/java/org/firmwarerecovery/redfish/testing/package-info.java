/** What the tests of this module share: the folder with official DMTF files and a JSON Schema check against it. */
@NullMarked
package org.firmwarerecovery.redfish.testing;

import org.jspecify.annotations.NullMarked;
