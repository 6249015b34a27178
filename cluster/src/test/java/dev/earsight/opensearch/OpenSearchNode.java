package dev.earsight.opensearch;

import java.io.IOException;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One node of OpenSearch as a process of its own, so that it can be killed. Ends with the process that started it. */
final class OpenSearchNode {
    static final String READY = "This node is ready.";
    static final String MANAGER = "manager";

    private OpenSearchNode() {}

    /** Arguments: folder, name, HTTP port, own transport port, the manager's transport port, roles. */
    public static void main(String[] arguments) throws IOException {
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((_, settings) -> settings.put("node.name", arguments[1])
                .put("discovery.type", "zen")
                .put("network.host", "127.0.0.1")
                .put("http.port", arguments[2])
                .put("transport.port", arguments[3])
                .put("discovery.seed_hosts", "127.0.0.1:" + arguments[4])
                .putList("cluster.initial_cluster_manager_nodes", MANAGER)
                .putList("node.roles", arguments[5].split(","))
                .put("node.processors", 1)
                .put("cluster.routing.allocation.disk.threshold_enabled", false));
        runner.build(OpenSearchRunner.newConfigs()
                .basePath(arguments[0])
                .clusterName("earsight-test")
                .numOfNode(1)
                .disableESLogger()
                .pluginTypes("org.opensearch.knn.plugin.KNNPlugin"));
        System.out.println(READY);
        while (System.in.read() >= 0) {
            // Until whoever started this is gone.
        }
        Runtime.getRuntime().halt(0);
    }
}
