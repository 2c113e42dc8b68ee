package io.explainrec.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.adapt.UserHead;
import io.explainrec.ml.adapt.UserToken;
import io.explainrec.recommend.AdaptationMemory.Whose;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AdaptationMemoryTest {
    private static final Whose ANN = new Whose(UUID.randomUUID(), UUID.randomUUID());
    private static final Whose BEN = new Whose(UUID.randomUUID(), ANN.domain());
    private static final UUID SAID = UUID.randomUUID();
    private static final UUID SAID_MORE = UUID.randomUUID();
    private static final UserHead HEAD = new UserHead(new double[] {1}, 0);
    private static final UserToken TOKEN = new UserToken(new float[] {1});

    private final AdaptationMemory memory = new AdaptationMemory(2);

    @Test
    void knowsAHeadAndATokenOfTheSameWords() {
        memory.keep(ANN, SAID, HEAD);
        assertThat(memory.begin(ANN, SAID)).isTrue();
        memory.end(ANN, SAID, TOKEN);
        assertThat(memory.known(ANN, SAID).head()).isSameAs(HEAD);
        assertThat(memory.known(ANN, SAID).token()).isSameAs(TOKEN);
        assertThat(memory.known(ANN, SAID_MORE).head()).isNull();
        assertThat(memory.known(ANN, SAID_MORE).token()).isNull();
        assertThat(memory.known(BEN, SAID).head()).isNull();
    }

    @Test
    void aTokenIsMadeOnceAtATime() {
        assertThat(memory.begin(ANN, SAID)).isTrue();
        assertThat(memory.begin(ANN, SAID)).as("one is being made").isFalse();
        assertThat(memory.leave(ANN, SAID)).isTrue();
        assertThat(memory.begin(ANN, SAID)).as("it was not, after all").isTrue();
        memory.end(ANN, SAID, TOKEN);
        assertThat(memory.begin(ANN, SAID)).as("there is one").isFalse();
        assertThat(memory.leave(ANN, SAID)).isFalse();
    }

    @Test
    void whatSaysSomethingElseMeanwhileIsNotAnsweredByWhatWasSaidBefore() {
        memory.begin(ANN, SAID);
        assertThat(memory.begin(ANN, SAID_MORE)).isTrue();
        assertThat(memory.isBegun(ANN, SAID)).isFalse();
        memory.end(ANN, SAID, TOKEN);
        assertThat(memory.known(ANN, SAID).token()).isNull();
        assertThat(memory.isBegun(ANN, SAID_MORE)).as("of what was said since").isTrue();
    }

    @Test
    void aTokenThatFailedRests() {
        memory.begin(ANN, SAID);
        memory.end(ANN, SAID, null);
        assertThat(memory.begin(ANN, SAID)).isFalse();
        assertThat(memory.begin(ANN, SAID_MORE)).isTrue();
    }

    @Test
    void whoIsErasedStaysOutWhateverIsComputedOfThem() {
        memory.keep(ANN, SAID, HEAD);
        memory.begin(ANN, SAID);
        assertThat(memory.erase(ANN.user())).isEqualTo(1);
        assertThat(memory.isBegun(ANN, SAID)).isFalse();
        memory.end(ANN, SAID, TOKEN);
        memory.keep(ANN, SAID, HEAD);
        assertThat(memory.begin(ANN, SAID)).isFalse();
        assertThat(memory.count(ANN.user())).isZero();
        assertThat(memory.known(ANN, SAID).head()).isNull();
        assertThat(memory.erase(ANN.user())).isZero();
    }

    @Test
    void whoseErasureWasUndoneIsRememberedAgain() {
        memory.keep(ANN, SAID, HEAD);
        memory.erase(ANN.user());
        memory.readmit(ANN.user());
        assertThat(memory.known(ANN, SAID).head()).isNull();
        memory.keep(ANN, SAID, HEAD);
        assertThat(memory.known(ANN, SAID).head()).isSameAs(HEAD);
        assertThat(memory.begin(ANN, SAID)).isTrue();
    }

    @Test
    void keepsThoseWhoWereAskedAboutLast() {
        Whose cay = new Whose(UUID.randomUUID(), ANN.domain());
        memory.keep(ANN, SAID, HEAD);
        memory.keep(BEN, SAID, HEAD);
        memory.known(ANN, SAID);
        memory.keep(cay, SAID, HEAD);
        assertThat(memory.count(BEN.user())).isZero();
        assertThat(memory.count(ANN.user())).isEqualTo(1);
        assertThat(memory.count(cay.user())).isEqualTo(1);
    }

    @Test
    void ofNobodyNothingIsKeptWhereNothingIsToBe() {
        AdaptationMemory none = new AdaptationMemory(0);
        none.keep(ANN, SAID, HEAD);
        assertThat(none.count(ANN.user())).isZero();
    }
}
