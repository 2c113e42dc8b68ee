package io.explainrec;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** Holds the table of rooms in ARCHITECTURE.md: who may call whom. */
@AnalyzeClasses(packages = "io.explainrec", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule mlCallsNothingOfOurs = room("ml");

    @ArchTest
    static final ArchRule platformCallsNothingOfOurs = room("platform");

    @ArchTest
    static final ArchRule catalog = room("catalog", "platform");

    @ArchTest
    static final ArchRule registry = room("registry", "ml", "platform");

    @ArchTest
    static final ArchRule embedding = room("embedding", "catalog", "registry", "ml", "platform");

    @ArchTest
    static final ArchRule knowledge = room("knowledge", "catalog", "embedding", "registry", "ml", "platform");

    @ArchTest
    static final ArchRule inference = room("inference", "registry", "ml", "platform");

    @ArchTest
    static final ArchRule narration = room("narration", "inference", "ml", "platform");

    @ArchTest
    static final ArchRule recommend = room(
            "recommend", "catalog", "embedding", "knowledge", "registry", "inference", "narration", "ml", "platform");

    @ArchTest
    static final ArchRule audit = room("audit", "recommend", "registry", "ml", "platform");

    @ArchTest
    static final ArchRule evaluation = room("evaluation", "platform");

    @ArchTest
    static final ArchRule nobodyCallsTheOuterRooms = noClasses()
            .that()
            .resideOutsideOfPackages("io.explainrec.portal..", "io.explainrec.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.explainrec.portal..", "io.explainrec.cli..");

    @ArchTest
    static final ArchRule mlKnowsNoFramework = noClasses()
            .that()
            .resideInAPackage("io.explainrec.ml..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "jakarta..", "org.hibernate..", "java.sql..", "javax.sql..", "picocli..");

    @ArchTest
    static final ArchRule tensorRoomAloneTouchesInternalJni = noClasses()
            .that()
            .resideOutsideOfPackage("io.explainrec.ml.tensor..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.pytorch.jni..");

    @ArchTest
    static final ArchRule roomsFormNoCycle =
            slices().matching("io.explainrec.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsOfCommandsFormNoCycle =
            slices().matching("io.explainrec.cli.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule commandsAlonePrint =
            noClasses().that().resideOutsideOfPackage("io.explainrec.cli..").should(ACCESS_STANDARD_STREAMS);

    private static ArchRule room(String room, String... mayCall) {
        DescribedPredicate<JavaClass> ours = resideInAPackage("io.explainrec..");
        String[] allowed = Stream.concat(Stream.of(room), Arrays.stream(mayCall))
                .map(name -> "io.explainrec." + name + "..")
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage("io.explainrec." + room + "..")
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(ours).or(resideInAnyPackage(allowed)))
                .allowEmptyShould(true);
    }
}
