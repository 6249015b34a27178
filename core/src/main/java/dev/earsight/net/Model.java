package dev.earsight.net;

import java.util.Locale;

/** The networks by name. */
public enum Model {
    /** {@link AveNet}: embeddings for search. */
    AVE {
        @Override
        public Network create(NetworkConfig config, long seed) {
            return new AveNet(config, seed);
        }
    },
    /** {@link AvolNet}: where the sound comes from. */
    AVOL {
        @Override
        public Network create(NetworkConfig config, long seed) {
            return new AvolNet(config, seed);
        }
    },
    /** {@link L3Net}: the baseline. */
    L3 {
        @Override
        public Network create(NetworkConfig config, long seed) {
            return new L3Net(config, seed);
        }
    };

    /** A fresh network; the same seed gives the same weights. */
    public abstract Network create(NetworkConfig config, long seed);

    /** As written in commands and configurations, in lower or upper case. */
    public static Model named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
