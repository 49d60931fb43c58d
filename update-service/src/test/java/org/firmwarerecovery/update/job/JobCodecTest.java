package org.firmwarerecovery.update.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.text.StrictJson;
import org.jspecify.annotations.Nullable;

class JobCodecTest {
    private static final Instant THEN = Instant.parse("2026-03-04T05:06:07.123Z");
    private static final Digest MANIFEST = Digest.sha256("ab".repeat(32));

    private static Job job(JobReport report, @Nullable JobEnd end) {
        PeerRef donor = new PeerRef("u-1", "https://[fe80::1]:8443", "eth0", PeerRef.Origin.TAGGED);
        Grant grant = new Grant("/o", "/i", "/m", "/s", "user", "very secret", 60_000);
        return new Job(
                "0123456789ab",
                new JobOrigin("admin", "r-1", "{\"ImageURI\":\"https://host/x\"}"),
                new ComponentId("BMC"),
                end == null ? JobPhase.TRANSFERRING : JobPhase.ENDED,
                new ImageSource.Peer(donor, grant, MANIFEST),
                null,
                null,
                new Job.Install(BankId.B, true, BankId.A),
                new Job.Options(true, false, ApplyTime.ON_RESET),
                report,
                end);
    }

    private static JobReport report() {
        return JobReport.started(THEN, 77)
                .counting(5_000, 1_000)
                .received("u-1", 2_000)
                .saying(new JobMessage("TransferStarted", List.of("BMC", "u-1", "5000"), THEN, 99));
    }

    @Example
    void a_job_survives_the_way_to_text_and_back_without_its_lease() {
        Job job = job(report(), null);
        byte[] bytes = JobCodec.write(job);
        assertEquals(new JobText.Ok(job.remembered()), JobCodec.read(bytes));
        assertFalse(new String(bytes, StandardCharsets.UTF_8).contains("very secret"));
        Job over = job(report().ended(THEN), new JobEnd(JobEnd.Outcome.FAILED, "no donor answered"));
        assertEquals(new JobText.Ok(over.remembered()), JobCodec.read(JobCodec.write(over)));
    }

    @Example
    void texts_without_bound_are_cut_and_old_messages_make_room() {
        JobReport talkative = report();
        for (int i = 0; i < JobReport.MESSAGES_MAX; i++) {
            String flood = "\u0001".repeat(5_000);
            talkative = talkative.saying(
                    new JobMessage("DonorDropped", List.of(flood, flood, flood, flood, flood, "last " + i), THEN, i));
        }
        byte[] bytes = JobCodec.write(job(talkative, null));
        assertTrue(bytes.length <= StrictJson.BYTES_MAX);
        Job read = assertInstanceOf(JobText.Ok.class, JobCodec.read(bytes)).job();
        List<JobMessage> kept = read.report().messages();
        assertTrue(kept.size() >= JobReport.MESSAGES_MAX / 2 - 1);
        assertEquals("last 99", kept.get(kept.size() - 1).args().get(5));
    }

    @Example
    void a_newer_layout_and_broken_ones_are_told_apart() {
        String good = new String(JobCodec.write(job(report(), null)), StandardCharsets.UTF_8);
        assertEquals(new JobText.Newer(2), read("{\"formatVersion\":2,\"surprise\":[]}"));
        assertInstanceOf(JobText.Broken.class, read(good.replace("\"id\":\"0123456789ab\",", "")));
        assertInstanceOf(JobText.Broken.class, read(good.replace("{\"formatVersion\"", "{\"a\":1,\"formatVersion\"")));
        assertEquals(
                new JobText.Broken("record.phase: has an unknown value"),
                read(good.replace("\"TRANSFERRING\"", "\"DANCING\"")));
        assertInstanceOf(JobText.Broken.class, read(good.replace("\"TRANSFERRING\"", "\"ENDED\"")));
        assertInstanceOf(JobText.Broken.class, read(good + "{}"));
    }

    @Property(tries = 200)
    void no_bytes_make_it_throw(@ForAll byte[] bytes, @ForAll int position, @ForAll byte value) {
        assertInstanceOf(JobText.Broken.class, JobCodec.read(bytes));
        byte[] one = JobCodec.write(job(report(), null));
        one[Math.floorMod(position, one.length)] = value;
        JobCodec.read(one);
    }

    private static JobText read(String text) {
        return JobCodec.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
