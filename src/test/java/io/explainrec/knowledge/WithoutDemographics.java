package io.explainrec.knowledge;

import io.smallrye.config.SmallRyeConfigBuilder;

/** The configuration of a shop that switched demographics off. */
public final class WithoutDemographics {
    private WithoutDemographics() {}

    public static KnowledgeConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(KnowledgeConfig.class)
                .withDefaultValue("explainrec.knowledge.sensitive", "false")
                .build()
                .getConfigMapping(KnowledgeConfig.class);
    }
}
