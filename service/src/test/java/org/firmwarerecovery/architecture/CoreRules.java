package org.firmwarerecovery.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/** What a core package may not touch, since the simulator has to replay it from a seed. One rule per kind, each with its why. */
final class CoreRules {
    /** Everything pure: machines, records, codecs, policy. */
    static final DescribedPredicate<JavaClass> CORE = resideInAnyPackage(
                    "org.firmwarerecovery.machine..",
                    "org.firmwarerecovery.redfish..",
                    "org.firmwarerecovery.discovery.core..",
                    "org.firmwarerecovery.update..")
            .and(DescribedPredicate.not(resideInAnyPackage("org.firmwarerecovery.update.io..")))
            .as("core packages");

    /** Streams over memory, and exceptions that signatures of Jackson and of certificate parsing force on their callers. */
    private static final Set<String> JAVA_IO_ALLOWED = Set.of(
            "java.io.Serializable",
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.io.ByteArrayInputStream",
            "java.io.ByteArrayOutputStream");

    /** Reads constants of our own jar, nothing that could differ between two runs. */
    private static final String CLASS_PATH_READER = "org.firmwarerecovery.redfish.json.SchemaFiles";

    private static final Set<String> JAVA_NET_ALLOWED = Set.of("java.net.URI", "java.net.URISyntaxException");

    private static final Set<String> RANDOM_TYPES =
            Set.of("java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom");

    private static final Set<String> HASHED_TYPES = Set.of(
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap");

    private static final Set<String> THREAD_TYPES = Set.of(
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.lang.ThreadGroup",
            "java.util.Timer",
            "java.util.TimerTask");

    private static final Set<String> PROCESS_TYPES =
            Set.of("java.lang.Process", "java.lang.ProcessBuilder", "java.lang.Runtime");

    private CoreRules() {}

    /** All rules for the classes that {@code core} selects. */
    static List<ArchRule> over(DescribedPredicate<JavaClass> core) {
        return List.of(
                dependsOnNo(
                        core.and(DescribedPredicate.not(named("the reader of schemas", Set.of(CLASS_PATH_READER)))),
                        javaIo(),
                        "the core asks for reads and writes as effects; only an adapter does them"),
                dependsOnNo(core, javaNio(), "files and channels are I/O; byte buffers and charsets are not"),
                dependsOnNo(core, javaNet(), "an address is text to the core; only an adapter resolves and connects"),
                dependsOnNo(core, named("processes", PROCESS_TYPES), "another program is an effect"),
                touchesNo(core, systemState(), "settings arrive as data, output leaves as an effect"),
                dependsOnNo(
                        core,
                        inPackage("java.util.concurrent"),
                        "a machine is called by one thread and shares nothing"),
                dependsOnNo(core, named("threads", THREAD_TYPES), "the order of events is decided by the shell alone"),
                dependsOnNo(core, chance(), "entropy arrives with every event, so that a seed replays a run"),
                touchesNo(core, chanceCalls(), "entropy arrives with every event, so that a seed replays a run"),
                dependsOnNo(core, clock(), "time arrives with every event, so that the simulator can bend it"),
                touchesNo(core, clockCalls(), "time arrives with every event, so that the simulator can bend it"),
                dependsOnNo(core, named("hashed collections", HASHED_TYPES), "their order differs between runs"),
                touchesNo(
                        core,
                        unorderedFactories(),
                        "Set.of, Map.of and their copies are salted per JVM: no two runs agree"),
                dependsOnNo(core, logger(), "the shells log transitions; the core returns facts"));
    }

    private static ArchRule dependsOnNo(
            DescribedPredicate<JavaClass> core, DescribedPredicate<JavaClass> banned, String why) {
        return noClasses().that(core).should().dependOnClassesThat(banned).because(why);
    }

    private static ArchRule touchesNo(
            DescribedPredicate<JavaClass> core, DescribedPredicate<AccessTarget> banned, String why) {
        return noClasses().that(core).should().accessTargetWhere(access(banned)).because(why);
    }

    private static DescribedPredicate<JavaAccess<?>> access(DescribedPredicate<AccessTarget> banned) {
        return describe(banned.getDescription(), access -> banned.test(access.getTarget()));
    }

    private static DescribedPredicate<JavaClass> javaIo() {
        return describe(
                "java.io",
                type -> type.getPackageName().equals("java.io") && !JAVA_IO_ALLOWED.contains(type.getName()));
    }

    private static DescribedPredicate<JavaClass> javaNio() {
        return describe(
                "java.nio.file or java.nio.channels",
                type -> type.getPackageName().startsWith("java.nio.file")
                        || type.getPackageName().startsWith("java.nio.channels"));
    }

    private static DescribedPredicate<JavaClass> javaNet() {
        DescribedPredicate<JavaClass> anyNet =
                describe("java.net", type -> isBelow(type, "java.net") && !JAVA_NET_ALLOWED.contains(type.getName()));
        return anyNet.or(inPackage("javax.net")).as("java.net, URI apart");
    }

    private static DescribedPredicate<JavaClass> chance() {
        return describe("chance", type -> RANDOM_TYPES.contains(type.getName()) || isBelow(type, "java.util.random"));
    }

    private static DescribedPredicate<AccessTarget> chanceCalls() {
        return describe(
                "chance",
                target -> is(target, "java.lang.Math", "random")
                        || is(target, "java.lang.StrictMath", "random")
                        || is(target, "java.util.UUID", "randomUUID")
                        || is(target, "java.util.Collections", "shuffle"));
    }

    private static DescribedPredicate<JavaClass> clock() {
        return named("a clock", Set.of("java.time.Clock", "java.time.InstantSource", "java.util.Calendar"));
    }

    private static DescribedPredicate<AccessTarget> clockCalls() {
        DescribedPredicate<AccessTarget> now =
                describe("now", target -> target.getName().equals("now") && isBelow(target.getOwner(), "java.time"));
        DescribedPredicate<AccessTarget> newDate =
                describe("new Date()", target -> is(target, "java.util.Date", "<init>") && parameters(target) == 0);
        DescribedPredicate<AccessTarget> system = describe(
                "System",
                target -> is(target, "java.lang.System", "currentTimeMillis")
                        || is(target, "java.lang.System", "nanoTime"));
        return now.or(newDate).or(system).as("the clock");
    }

    private static DescribedPredicate<AccessTarget> systemState() {
        Set<String> members =
                Set.of("in", "out", "err", "getenv", "getProperty", "getProperties", "setProperty", "exit", "console");
        return describe(
                "the process's own state",
                target -> target.getOwner().getName().equals("java.lang.System") && members.contains(target.getName()));
    }

    private static DescribedPredicate<AccessTarget> unorderedFactories() {
        DescribedPredicate<AccessTarget> factories = describe(
                "factories",
                target -> List.of("java.util.Set", "java.util.Map")
                                .contains(target.getOwner().getName())
                        && List.of("of", "ofEntries", "copyOf").contains(target.getName())
                        && parameters(target) > 0); // what is empty has no order
        DescribedPredicate<AccessTarget> collectors = describe(
                "collectors",
                target -> target.getOwner().getName().equals("java.util.stream.Collectors") && isUnordered(target));
        return factories.or(collectors).as("unordered collections");
    }

    /** Collectors whose result is a hashed collection, unless a supplier names an ordered one. */
    private static boolean isUnordered(AccessTarget collector) {
        return switch (collector.getName()) {
            case "toSet", "toUnmodifiableSet", "toUnmodifiableMap" -> true;
            case "toMap" -> parameters(collector) < 4;
            case "groupingBy" -> parameters(collector) < 3;
            default -> false;
        };
    }

    private static int parameters(AccessTarget target) {
        return target instanceof AccessTarget.CodeUnitAccessTarget code
                ? code.getRawParameterTypes().size()
                : 0;
    }

    private static DescribedPredicate<JavaClass> logger() {
        return describe(
                "a logger",
                type -> isBelow(type, "org.slf4j")
                        || isBelow(type, "java.util.logging")
                        || type.getName().startsWith("java.lang.System$Logger"));
    }

    private static DescribedPredicate<JavaClass> inPackage(String root) {
        return describe(root, type -> isBelow(type, root));
    }

    private static DescribedPredicate<JavaClass> named(String what, Set<String> names) {
        return describe(what, type -> names.contains(type.getName()));
    }

    private static boolean isBelow(JavaClass type, String root) {
        return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
    }

    private static boolean is(AccessTarget target, String owner, String name) {
        return target.getOwner().getName().equals(owner) && target.getName().equals(name);
    }
}
