package io.explainrec.inference;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Broken model files are said in the whole health alone: a server that answers degraded stays ready. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class LanguageModelHealthQuarkusTest {
    @Test
    void isPartOfTheHealthAndNotOfReadiness() {
        given().get("/q/health").then().body("checks.name", hasItems("language model's files", "item encoder"));
        given().get("/q/health/ready")
                .then()
                .body("checks.name", hasItem("language model"))
                .body("checks.name", not(hasItem("language model's files")))
                .body("checks.name", not(hasItem("item encoder")));
    }
}
