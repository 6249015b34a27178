package dev.earsight.serve;

/**
 * One way to ask.
 *
 * @param method GET, POST or DELETE
 * @param path with {@code {names}} of its variable parts
 * @param open whether it is answered without a token
 * @param handler what answers
 */
record Route(String method, String path, boolean open, Handler handler) {
    /** What answers a request. */
    interface Handler {
        Answer answer(Request request) throws Exception;
    }

    static Route get(String path, Handler handler) {
        return new Route("GET", path, false, handler);
    }

    static Route post(String path, Handler handler) {
        return new Route("POST", path, false, handler);
    }

    static Route delete(String path, Handler handler) {
        return new Route("DELETE", path, false, handler);
    }

    static Route open(String path, Handler handler) {
        return new Route("GET", path, true, handler);
    }
}
