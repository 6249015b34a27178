package dev.earsight.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobsTest {
    @Test
    void whoWatchesHearsOfTheEndWhereverItFalls() throws Exception {
        Job job = new Job("id", Job.Kind.LOCALIZE, "title", () -> {});
        List<String> heard = new ArrayList<>();
        Jobs.watch(job, new Answer.EventSink() {
            @Override
            public void send(String name, Object view) {
                heard.add(name + " " + ((Job.View) view).state());
                job.cancel(); // ends while the first look is still on its way
            }

            @Override
            public void keepAlive() {}
        });
        assertThat(heard).containsExactly("progress waiting", "end canceled");
    }
}
