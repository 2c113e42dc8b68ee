package io.explainrec.evaluation.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A difference is claimed where its interval leaves out zero, and nowhere else. */
class HeadlinesTest {
    private static MadeReport frozen() {
        return new MadeReport().part("frozen", "all");
    }

    private static String first(MadeReport report) {
        return Headlines.of(report.byProtocol()).getFirst();
    }

    @Test
    void nothingIsClaimedWhereTheIntervalHoldsZero() {
        MadeReport report = frozen().figure("one", "uauc", 0.6, 0.7, 0.8)
                .figure("rival", "uauc", 0.55, 0.65, 0.75)
                .figure("one-vs-rival", "uauc", -0.01, 0.05, 0.11);
        assertThat(first(report))
                .isEqualTo(
                        "On frozen scores of 900 rows of 30 users, 29 of them with likes and dislikes: one has the highest UAUC"
                                + " of 2, 0.700 [0.600, 0.800]; whether it differs from rival cannot be said,"
                                + " +0.050 [−0.010, +0.110].")
                .doesNotContain("above");
    }

    @Test
    void aDifferenceIsClaimedWhereItsIntervalIsOnOneSide() {
        MadeReport report = frozen().figure("one", "uauc", 0.7)
                .figure("rival", "uauc", 0.65)
                .figure("one-vs-rival", "uauc", 0.01, 0.05, 0.09);
        assertThat(first(report)).endsWith("; it is above rival by +0.050 [+0.010, +0.090].");
    }

    @Test
    void anIntervalThatTouchesZeroClaimsNothing() {
        MadeReport report = frozen().figure("one", "uauc", 0.7)
                .figure("rival", "uauc", 0.65)
                .figure("one-vs-rival", "uauc", 0, 0.05, 0.1);
        assertThat(first(report)).contains("cannot be said");
    }

    @Test
    void aDifferenceWithoutAnIntervalClaimsNothing() {
        MadeReport report = frozen().figure("one", "uauc", 0.7)
                .figure("rival", "uauc", 0.65)
                .figure("one-vs-rival", "uauc", 0.05);
        assertThat(first(report)).endsWith("; whether it differs from rival cannot be said, +0.050.");
    }

    @Test
    void aRivalThatLeadsIsHeldAgainstTheOthersByCounts() {
        MadeReport report = frozen().figure("rival", "uauc", 0.7)
                .figure("one", "uauc", 0.6)
                .figure("two", "uauc", 0.69)
                .figure("one-vs-rival", "uauc", -0.2, -0.1, -0.05)
                .figure("two-vs-rival", "uauc", -0.05, -0.01, 0.03);
        assertThat(first(report)).endsWith("; of the others held against it, 1 below, 1 not told apart.");
    }

    @Test
    void ofSeveralRivalsTheBestCountsAndNotTheOneThatIsBeatenByMost() {
        MadeReport report = frozen().figure("full", "uauc", 0.7)
                .figure("mean", "uauc", 0.69)
                .figure("weak", "uauc", 0.6)
                .figure("full-vs-weak", "uauc", 0.05, 0.1, 0.15)
                .figure("mean-vs-weak", "uauc", 0.04, 0.09, 0.14)
                .figure("full-vs-mean", "uauc", -0.01, 0.01, 0.03);
        assertThat(first(report)).endsWith("; whether it differs from mean cannot be said, +0.010 [−0.010, +0.030].");
    }

    @Test
    void theWholeProgramIsNamedWhereItDoesNotLead() {
        MadeReport report = frozen().figure("one", "uauc", 0.7)
                .figure("full", "uauc", 0.6, 0.65, 0.7)
                .figure("full-vs-rival", "uauc", -0.09, -0.05, -0.01);
        assertThat(Headlines.of(report.byProtocol()))
                .contains("full has UAUC 0.650 [0.600, 0.700]; it is below rival by −0.050 [−0.090, −0.010].");
        assertThat(Headlines.of(frozen().figure("one", "uauc", 0.7)
                        .figure("full-without-llm", "uauc", 0.65)
                        .byProtocol()))
                .contains("full-without-llm has UAUC 0.650.");
    }

    @Test
    void oneScorerHasNobodyToLead() {
        assertThat(first(frozen().figure("one", "uauc", 0.7))).endsWith(": one has UAUC 0.700.");
    }

    @Test
    void severalThatLeadShareIt() {
        MadeReport report = frozen().figure("a", "uauc", 0.7)
                .figure("b", "uauc", 0.7)
                .figure("c", "uauc", 0.7)
                .figure("d", "uauc", 0.6)
                .figure("b-vs-d", "uauc", 0.01, 0.1, 0.2);
        assertThat(first(report))
                .endsWith(": a, b and c share the highest UAUC of 4, 0.700; b is above d by"
                        + " +0.100 [+0.010, +0.200].");
    }

    @Test
    void whereAllAreTheSameNobodyLeads() {
        assertThat(first(frozen().figure("a", "uauc", 0.5).figure("b", "uauc", 0.5)))
                .endsWith(": All 2 have UAUC 0.500.");
    }

    @Test
    void aReportWithoutTheUsualProtocolsSaysWhatItCan() {
        assertThat(Headlines.of(new MadeReport()
                        .part("tomorrow", "some")
                        .figure("one", "newness", 0.3)
                        .byProtocol()))
                .isEmpty();
    }

    @Test
    void linesThatDoNotSayWhoseTheyAreAreToldByAuc() {
        assertThat(first(new MadeReport()
                        .part("lines", "test")
                        .figure("full", "auc", 0.6)
                        .figure("rival", "auc", 0.5)))
                .contains("full has the highest AUC of 2, 0.600");
    }

    @Test
    void fewRowsAreNamedBeforeAnythingIsSaidOfThem() {
        assertThat(Headlines.of(new MadeReport()
                        .part("frozen", "all", 1, 1)
                        .figure("full", "ece", 0)
                        .byProtocol()))
                .satisfiesExactly(
                        caution -> assertThat(caution)
                                .startsWith("No more than 1 row of 1 user")
                                .endsWith("anything from."),
                        undefined -> assertThat(undefined)
                                .endsWith("AUC is not defined where all that was scored is liked, or all is not."),
                        calibration -> assertThat(calibration).contains("ECE 0.000"));
    }
}
