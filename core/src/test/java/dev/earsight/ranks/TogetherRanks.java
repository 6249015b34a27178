package dev.earsight.ranks;

import dev.earsight.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Ranks as threads of one process, for tests: they meet and exchange over the loopback interface as processes do. */
public final class TogetherRanks {
    private TogetherRanks() {}

    /** What each of {@code count} ranks answers, by rank. The first failure is thrown. */
    public static <T> List<T> run(int count, Function<Ranks, T> each) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(count);
                Rendezvous first = open(0, 0, count)) {
            int port = first.port();
            List<Future<T>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int rank = i;
                answers.add(threads.submit(() -> {
                    try (Scope scope = Scope.open();
                            Ranks ranks = (rank == 0 ? first : open(port, rank, count)).join("")) {
                        return each.apply(ranks);
                    }
                }));
            }
            List<T> all = new ArrayList<>();
            for (Future<T> answer : answers) {
                all.add(answer.get());
            }
            return all;
        }
    }

    private static Rendezvous open(int port, int rank, int count) {
        return Rendezvous.open("127.0.0.1", port, rank, count, Rendezvous.LONGEST_SILENCE, _ -> {});
    }
}
