package org.firmwarerecovery.service.cli.demo;

import java.io.IOException;
import java.net.NetworkInterface;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.service.config.ByteSize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code demo}: damages the firmware of a node on this machine and shows how it heals from a peer. */
@Command(name = "demo", description = "Starts nodes on loopback, damages one and shows how it heals.")
public final class DemoCommand implements Callable<Integer> {
    private static final long SIZE_MIN = 1 << 16;
    private static final long SIZE_MAX = 1L << 30;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            converter = FaultConverter.class,
            defaultValue = "corrupt-both",
            description = "corrupt-both (default), corrupt-active, missing, boot-failures or outdated.")
    private Fault fault = Fault.CORRUPT_BOTH;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "2",
            description = "Nodes in all (2): one recipient, the rest peers; of three and more the last is a console.")
    private int nodes = 2;

    @Option(
            names = "--donors",
            paramLabel = "DONORS",
            converter = DonatingConverter.class,
            defaultValue = "both",
            description = "Who has an image to give: peers, console or both (default).")
    private Donating donating = Donating.BOTH;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            defaultValue = "64MiB",
            description = "Size of the image (64MiB).")
    private ByteSize size = new ByteSize(64L << 20);

    @Option(names = "--keep", description = "Leaves the nodes running until Ctrl-C.")
    private boolean keep;

    private final Screen screen;

    /** A demo told on {@code screen}. */
    public DemoCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        if (spec != null && (nodes < 1 || nodes > DemoPlan.NODES_MAX)) {
            throw new ParameterException(spec.commandLine(), "--nodes is not in 1.." + DemoPlan.NODES_MAX);
        }
        List<UUID> uuids = Stream.generate(UUID::randomUUID).limit(nodes).toList();
        DemoPlan plan = DemoPlan.of(fault, donating, size, loopback(), uuids);
        try (DemoRun run = new DemoRun(plan, new Story(screen))) {
            boolean healed = run.tell();
            if (keep) {
                run.keep();
            }
            return healed ? 0 : 1;
        }
    }

    private static String loopback() throws IOException {
        for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (one.isLoopback() && one.isUp()) {
                return one.getName();
            }
        }
        throw new IOException("this machine has no loopback interface that is up");
    }

    /** The one of {@code choices} that is spelled {@code text}. */
    private static <T> T choice(String text, T[] choices, Function<T, String> spelling) {
        return Arrays.stream(choices)
                .filter(choice -> spelling.apply(choice).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new TypeConversionException("'" + text + "' is none of " + Arrays.toString(choices)));
    }

    /** Reads the name of a fault. */
    static final class FaultConverter implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String text) {
            return choice(text, Fault.values(), Fault::label);
        }
    }

    /** Reads who donates. */
    static final class DonatingConverter implements ITypeConverter<Donating> {
        @Override
        public Donating convert(String text) {
            return choice(text, Donating.values(), Donating::label);
        }
    }

    /** Reads the size of the image. */
    static final class SizeConverter implements ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(String text) {
            return ByteSize.parse(text)
                    .filter(one -> one.bytes() >= SIZE_MIN && one.bytes() <= SIZE_MAX)
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is no size from 64KiB to 1GiB"));
        }
    }
}
