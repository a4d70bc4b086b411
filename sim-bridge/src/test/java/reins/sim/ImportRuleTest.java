package reins.sim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The import rule: the three processes never import one another; all import the contract; only the
 * bench imports them.
 */
@AnalyzeClasses(packages = "reins", importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRuleTest {
  @ArchTest
  static final ArchRule contractImportsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("reins.contract..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "reins.ros..",
              "reins.controller..",
              "reins.policy..",
              "reins.wire..",
              "reins.learner..",
              "reins.sim..");

  @ArchTest
  static final ArchRule contractHasNoSocketsOrThreads =
      noClasses()
          .that()
          .resideInAPackage("reins.contract..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.util.concurrent..");

  @ArchTest
  static final ArchRule rosImportsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("reins.ros..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "reins.contract..",
              "reins.controller..",
              "reins.policy..",
              "reins.wire..",
              "reins.learner..",
              "reins.sim..");

  @ArchTest
  static final ArchRule controllerStandsAlone =
      noClasses()
          .that()
          .resideInAPackage("reins.controller..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "reins.policy..",
              "reins.wire..",
              "reins.learner..",
              "reins.sim..",
              "ai.onnxruntime..",
              "io.grpc..");

  @ArchTest
  static final ArchRule policyStandsAlone =
      noClasses()
          .that()
          .resideInAPackage("reins.policy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "reins.controller..", "reins.learner..", "reins.sim..", "org.bytedeco..");

  @ArchTest
  static final ArchRule learnerStandsAlone =
      noClasses()
          .that()
          .resideInAPackage("reins.learner..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("reins.controller..", "reins.policy..", "reins.ros..", "reins.sim..");

  @ArchTest static final ArchRule noCirclesInContract = acyclic("reins.contract.(*)..");
  @ArchTest static final ArchRule noCirclesInRos = acyclic("reins.ros.(*)..");
  @ArchTest static final ArchRule noCirclesInController = acyclic("reins.controller.(*)..");
  @ArchTest static final ArchRule noCirclesInPolicy = acyclic("reins.policy.(*)..");
  @ArchTest static final ArchRule noCirclesInLearner = acyclic("reins.learner.(*)..");
  @ArchTest static final ArchRule noCirclesInSim = acyclic("reins.sim.(*)..");

  @ArchTest
  static final ArchRule namesSayWhatTheyAre =
      classes()
          .that()
          .resideInAPackage("reins..")
          .and()
          .resideOutsideOfPackage("reins.wire..")
          .should()
          .haveNameNotMatching(".*(Manager|Helper|Util|Utils|Impl|Base|Data|Info)$");

  private static ArchRule acyclic(String packages) {
    return slices().matching(packages).should().beFreeOfCycles();
  }
}
