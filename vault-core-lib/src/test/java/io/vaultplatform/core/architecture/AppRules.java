package io.vaultplatform.core.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * What holds for whatever stands on the library: the products and the command line. Each runs these
 * in its own build; that they can fail is shown here.
 */
public final class AppRules {
  private AppRules() {}

  /**
   * The rules as tests over a module's own classes.
   *
   * @param root the module's package
   * @param excepted by rule, the classes that may break it (without the root), with the reason
   */
  public static Stream<DynamicTest> holdFor(
      String root, Map<String, Map<String, String>> excepted) {
    var all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(root);
    assertThat(all.size()).as("classes of " + root).isPositive();
    assertThat(of().stream().map(Rule::name)).containsAll(excepted.keySet());
    return of().stream()
        .map(rule -> dynamicTest(rule.name(), () -> holds(rule, all, root, excepted)));
  }

  private static void holds(
      Rule rule, JavaClasses all, String root, Map<String, Map<String, String>> excepted) {
    var mayBreak = excepted.getOrDefault(rule.name(), Map.of());
    var breaches = rule.breaches(all);
    var origins = breaches.stream().flatMap(b -> Rule.origins(b, root).stream()).toList();
    assertThat(origins).as("exceptions that are still needed").containsAll(mayBreak.keySet());
    assertThat(
            breaches.stream()
                .filter(b -> Rule.origins(b, root).stream().noneMatch(mayBreak::containsKey)))
        .isEmpty();
  }

  static List<Rule> of() {
    return List.of(
        Rule.of(
            "apps use the API only",
            noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vaultplatform.core..internal.."),
            "UsesAnInternal"),
        Rule.of(
            "apps have no statements",
            noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "jakarta.persistence..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.vaultplatform.core.store.Sql"),
            "WritesSql"),
        Rule.of(
            "apps leave cryptography to the library",
            noClasses()
                .should()
                .dependOnClassesThat(SecrecyRules.primitives())
                .orShould()
                .accessTargetWhere(SecrecyRules.calls("java.util.UUID", "randomUUID")),
            "DrawsItsOwnId"),
        Rule.of(
            "no truth claims in names", classes().should(PurityRules.claimNothing()), "IsDeceased"),
        Rule.of(
            "the server never runs scrypt",
            noClasses()
                .that()
                .resideOutsideOfPackage("io.vaultplatform.cli..")
                .should()
                .accessTargetWhere(SecrecyRules.callsAgeWithAPassphrase()),
            "OpensWithAPassphrase"),
        Rule.of(
            "servers open no class B and no class C",
            noClasses()
                .that()
                .resideOutsideOfPackage("io.vaultplatform.cli..")
                .should()
                .accessTargetWhere(
                    SecrecyRules.calls("io.vaultplatform.core.crypto.AgeFile", "decrypt"))
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                    "io\\.vaultplatform\\.core\\.escrow\\.(Gate|Receiving|Confirming|Proving|Holding).*"),
            "DecryptsInAResource"));
  }
}
