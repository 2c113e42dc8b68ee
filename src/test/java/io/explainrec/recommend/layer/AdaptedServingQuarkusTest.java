package io.explainrec.recommend.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.adapt.AdaptedSmall;
import io.explainrec.ml.adapt.TokenAdaptation;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.train.TrainedSmall;
import io.explainrec.platform.PersonalDataHolder;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.recommend.MadeShopTables;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.Recommendation.Adapted;
import io.explainrec.registry.trained.KeptModel;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What a person says next is heard by a model that adapts, in the answer's head and by a token, and forgotten with them. */
@QuarkusTest
@Order(1)
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class AdaptedServingQuarkusTest extends ServedModels {
    @Test
    void aModelThatAdaptsHearsWhatAPersonSaysNextAndForgetsThem() {
        KeptModel plain = trained(0.1);
        service.activate(plain, hearing(plain, 1));
        await(() -> served().versions().model().equals(plain.name()));
        double asItIs = said(served());
        assertThat(served().versions().adapted()).isEqualTo(Adapted.NONE);

        KeptModel model = kept.keep(AdaptedSmall.write(TrainedSmall.write(folder.resolve("adapting"), base, 0.1)));
        assertThat(model.name()).isNotEqualTo(plain.name());
        service.activate(model, hearing(model, 2));
        await(() -> served().versions().model().equals(model.name()));
        double adapted = said(served());
        assertThat(served().versions().adapted()).isEqualTo(Adapted.HEAD);
        assertThat(adapted).isNotEqualTo(asItIs);
        assertThat(said(served())).as("from memory").isEqualTo(adapted);

        UUID user = user("u1");
        PersonalDataHolder memory = memory();
        assertThat(memory.export(user)).isEqualTo(Map.of("inMemory", 1L));
        changeVerdicts(user);
        assertThat(said(served())).isNotEqualTo(adapted);

        QuarkusTransaction.begin();
        memory.erase(user);
        QuarkusTransaction.rollback();
        served();
        assertThat(memory.export(user)).as("not erased after all").isEqualTo(Map.of("inMemory", 1L));

        assertThat(memory.erase(user)).isEqualTo(Map.of("languageModelAdaptations", 1L));
        served(); // as a request that began before the erasure
        assertThat(memory.export(user)).isEqualTo(Map.of("inMemory", 0L));
        assertThat(recommendations.decide(request("u1", "non-profiled"), true).degraded())
                .isNull();
        assertThat(memory.erase(user)).isEqualTo(Map.of("languageModelAdaptations", 0L));
    }

    @Test
    void aPersonsTokenIsMadeInTheBackgroundAndTakesThePlaceOfTheHead() {
        Llama small = Llama.open(base);
        float[] own = small.embedding(
                new InstructionFormat(small.tokenizer(), InstructionFormat.Limits.DEFAULT).firstOfCandidate());
        small.close();
        KeptModel heads = kept.keep(AdaptedSmall.write(TrainedSmall.write(folder.resolve("heads"), base, 0.1)));
        service.activate(heads, hearing(heads, 1));
        await(() -> served("u2").versions().model().equals(heads.name()));
        double byHead = said(served("u2"));

        KeptModel model = kept.keep(AdaptedSmall.write(
                TrainedSmall.write(folder.resolve("tokens"), base, 0.1), new TokenAdaptation(own, 50, 3)));
        service.activate(model, hearing(model, 2));
        await(() -> served("u2").versions().model().equals(model.name())
                && served("u2").versions().adapted() == Adapted.TOKEN);
        Recommendation answer = served("u2");
        assertThat(answer.degraded()).isNull();
        double byToken = said(answer);
        assertThat(byToken).isNotEqualTo(byHead);
        assertThat(said(served("u2"))).as("from memory").isEqualTo(byToken);

        UUID user = user("u2");
        changeVerdicts(user);
        double said = said(served("u2"));
        assertThat(said).as("the head, until the token is made anew").isNotEqualTo(byToken);
        await(() -> said(served("u2")) != said);
        PersonalDataHolder memory = memory();
        assertThat(memory.erase(user)).isEqualTo(Map.of("languageModelAdaptations", 1L));
        served("u2"); // as a request that began before the erasure
        assertThat(memory.export(user)).isEqualTo(Map.of("inMemory", 0L));
    }

    private UUID user(String id) {
        return new Statements(database)
                .query(
                        "SELECT id FROM app_user WHERE namespace = '" + MadeShopTables.NAMESPACE
                                + "' AND external_id = '" + id + "'",
                        row -> row.getObject(1, UUID.class))
                .getFirst();
    }

    private void changeVerdicts(UUID user) {
        new Statements(database).execute("UPDATE interaction SET liked = NOT liked WHERE user_id = ?", user);
    }

    private PersonalDataHolder memory() {
        return holders.stream()
                .filter(holder -> holder.part().equals("languageModelAdaptations"))
                .findFirst()
                .orElseThrow();
    }
}
