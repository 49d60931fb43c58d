package org.firmwarerecovery.update.version;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.update.version.Comparison.Equal;
import org.firmwarerecovery.update.version.Comparison.Incomparable;
import org.jspecify.annotations.Nullable;

/**
 * What {@code git describe} prints for an OpenBMC tree: {@code v?base[-pre]-N-gHASH[-dirty]}. The N commits lie after
 * the tag, so 2.14.0 is older than 2.14.0-5-gabc1234, which a plain SemVer comparison gets wrong.
 */
final class GitDescribeVersion {
    private static final Pattern SHAPE =
            Pattern.compile("v?(\\d[0-9A-Za-z.+-]*?)(?:-(\\d{1,9})-g([0-9a-f]{4,64}))?(-dirty)?");

    private final String base;
    private final BigInteger commits;
    private final String hash;
    private final boolean dirty;

    private GitDescribeVersion(String base, BigInteger commits, String hash, boolean dirty) {
        this.base = base;
        this.commits = commits;
        this.hash = hash;
        this.dirty = dirty;
    }

    static @Nullable Comparison compare(String first, String second) {
        GitDescribeVersion left = parse(first);
        GitDescribeVersion right = parse(second);
        return left == null || right == null ? null : left.compareTo(right);
    }

    private static @Nullable GitDescribeVersion parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String commits = matcher.group(2);
        String hash = matcher.group(3);
        return new GitDescribeVersion(
                matcher.group(1),
                commits == null ? BigInteger.ZERO : new BigInteger(commits),
                hash == null ? "" : hash,
                matcher.group(4) != null);
    }

    private Comparison compareTo(GitDescribeVersion other) {
        if (dirty || other.dirty) {
            return new Incomparable("a tree with uncommitted changes has no place in the order");
        }
        Comparison bases = SemanticVersion.compare(base, other.base);
        if (bases == null) {
            bases = base.equals(other.base) ? new Equal() : new Incomparable("a tag is not a semantic version");
        }
        if (!bases.isEqual()) {
            return bases;
        }
        int sign = commits.compareTo(other.commits);
        if (sign != 0) {
            return Comparison.ofSign(sign);
        }
        // Zero commits after the tag is the tag itself; otherwise the same count on another branch says nothing.
        boolean sameCommit = commits.signum() == 0 || hash.startsWith(other.hash) || other.hash.startsWith(hash);
        return sameCommit ? new Equal() : new Incomparable("same number of commits after the tag, different commits");
    }
}
