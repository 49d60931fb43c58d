package org.firmwarerecovery.service.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slow answers for many requests. */
@Timeout(60)
class RecentAnswersTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final AtomicInteger asked = new AtomicInteger();

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private Optional<String> count(String question) {
        return Optional.of(question + asked.incrementAndGet());
    }

    @Test
    void an_answer_is_as_good_as_new_for_a_while_also_when_the_clock_turns_over() {
        RecentAnswers<String> answers =
                new RecentAnswers<>("test-answers", this::count, RecentAnswers.FRESH, nanos::get);
        assertEquals(Optional.of("a1"), answers.of("a"));
        pass(2);
        assertEquals(Optional.of("a1"), answers.of("a"));
        assertEquals(Optional.of("b2"), answers.of("b"));
        pass(1);
        assertEquals(Optional.of("a3"), answers.of("a"));
        answers.forget();
        assertEquals(Optional.of("a4"), answers.of("a"));
        answers.put("a", Optional.of("told"));
        assertEquals(Optional.of("told"), answers.of("a"));
    }

    @Test
    void that_there_is_no_answer_is_remembered_too() {
        RecentAnswers<String> answers = new RecentAnswers<>(
                "test-answers",
                question -> {
                    asked.incrementAndGet();
                    return Optional.empty();
                },
                RecentAnswers.FRESH,
                nanos::get);
        assertEquals(Optional.empty(), answers.of("a"));
        assertEquals(Optional.empty(), answers.of("a"));
        assertEquals(1, asked.get());
    }

    @Test
    void many_who_ask_at_once_make_the_source_work_once() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RecentAnswers<String> answers = new RecentAnswers<>(
                "test-answers",
                question -> {
                    begun.countDown();
                    await(go);
                    return count(question);
                },
                RecentAnswers.FRESH,
                nanos::get);
        List<CompletableFuture<Optional<String>>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(CompletableFuture.supplyAsync(() -> answers.of("a")));
        }
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        go.countDown();
        for (CompletableFuture<Optional<String>> one : all) {
            one.get(20, TimeUnit.SECONDS);
        }
        assertEquals(Optional.of("a1"), answers.of("a"));
    }

    @Test
    void nobody_waits_for_a_source_that_has_been_thinking_for_long_and_the_last_answer_stands_in() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RecentAnswers<String> answers = new RecentAnswers<>(
                "test-answers",
                question -> {
                    if (asked.get() > 0) {
                        begun.countDown();
                        await(go);
                    }
                    return count(question);
                },
                RecentAnswers.FRESH,
                nanos::get);
        assertEquals(Optional.of("a1"), answers.of("a"));
        pass(10);
        CompletableFuture<Optional<String>> first = CompletableFuture.supplyAsync(() -> answers.of("a"));
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        pass(10);
        assertEquals(Optional.of("a1"), answers.of("a"));
        assertEquals(Optional.empty(), answers.of("b"));
        go.countDown();
        first.get(20, TimeUnit.SECONDS);
    }

    @Test
    void what_was_being_asked_when_everything_changed_counts_for_nobody_who_comes_later() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RecentAnswers<String> answers = new RecentAnswers<>(
                "test-answers",
                question -> {
                    String answer = question + asked.incrementAndGet();
                    begun.countDown();
                    await(go);
                    return Optional.of(answer);
                },
                RecentAnswers.FRESH,
                nanos::get);
        CompletableFuture<Optional<String>> early = CompletableFuture.supplyAsync(() -> answers.of("a"));
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        answers.forget();
        CompletableFuture<Optional<String>> late = CompletableFuture.supplyAsync(() -> answers.of("a"));
        go.countDown();
        early.get(20, TimeUnit.SECONDS);
        assertEquals(Optional.of("a2"), late.get(20, TimeUnit.SECONDS));
    }

    @Test
    void an_older_answer_is_told_at_once_while_a_new_one_is_fetched_but_not_one_of_long_ago() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RecentAnswers<String> answers = new RecentAnswers<>(
                "test-answers",
                question -> {
                    if (asked.get() > 0) {
                        begun.countDown();
                        await(go);
                    }
                    return count(question);
                },
                RecentAnswers.STALE,
                nanos::get);
        assertEquals(Optional.of("a1"), answers.of("a"));
        pass(RecentAnswers.STALE.toSeconds() - 1);
        assertEquals(Optional.of("a1"), answers.of("a"));
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        go.countDown();
        while (!answers.of("a").equals(Optional.of("a2"))) {
            Thread.onSpinWait();
        }
        pass(RecentAnswers.STALE.toSeconds());
        assertEquals(Optional.of("a3"), answers.of("a"));
    }

    @Test
    @Timeout(20)
    void for_all_questions_together_requests_wait_only_once() {
        CountDownLatch go = new CountDownLatch(1);
        RecentAnswers<String> answers = new RecentAnswers<>(
                "test-answers",
                question -> {
                    if (question.equals("first")) {
                        pass(RecentAnswers.PATIENCE.toSeconds());
                    } else {
                        await(go);
                    }
                    return count(question);
                },
                RecentAnswers.STALE,
                nanos::get);
        assertEquals(Optional.of("first1"), answers.of("first"));
        for (int i = 0; i < NetworkLinks.LINKS_MAX; i++) {
            assertEquals(Optional.empty(), answers.of("next" + i));
        }
        pass(RecentAnswers.PATIENCE_EVERY.toSeconds());
        go.countDown();
        while (answers.of("next" + (NetworkLinks.LINKS_MAX - 1)).isEmpty()) {
            Thread.onSpinWait();
        }
        assertTrue(answers.of("later").isPresent(), "they are patient again");
    }

    private static void await(CountDownLatch go) {
        try {
            assertTrue(go.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
