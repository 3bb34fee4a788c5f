package io.vaultplatform.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of the library, each held by every class and seen to reject its counter-examples. */
class ArchitectureTest {
  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.vaultplatform.core");
  private static final JavaClasses COUNTER_EXAMPLES =
      new ClassFileImporter().importPackages("io.vaultplatform.counter");

  private static List<Rule> rules(String root) {
    return Stream.of(
            DependencyRules.of(root),
            PurityRules.of(root),
            SecrecyRules.of(root),
            ShellRules.of(root))
        .flatMap(List::stream)
        .toList();
  }

  @TestFactory
  Stream<DynamicNode> every_rule_holds_and_can_fail() {
    var strict = rules("io.vaultplatform.counter").iterator();
    return rules("io.vaultplatform.core").stream()
        .map(
            rule ->
                dynamicContainer(
                    rule.name(),
                    List.of(
                        dynamicTest("holds for the library", () -> holds(rule)),
                        dynamicTest("is needed wherever it is excepted", () -> notStale(rule)),
                        rejection(strict.next()))));
  }

  @TestFactory
  Stream<DynamicNode> every_rule_of_the_apps_can_fail() {
    return AppRules.of().stream().map(ArchitectureTest::rejection);
  }

  private static void holds(Rule rule) {
    assertThat(rule.breaches(LIBRARY, Exceptions.of(rule.name()))).isEmpty();
  }

  private static void notStale(Rule rule) {
    var origins =
        rule.breaches(LIBRARY).stream()
            .flatMap(breach -> Rule.origins(breach, Rule.ROOT).stream())
            .toList();
    assertThat(origins).containsAll(Exceptions.of(rule.name()).keySet());
  }

  private static DynamicNode rejection(Rule rule) {
    return dynamicTest(
        "rejects " + rule.counterExamples(),
        () -> {
          var breaches = rule.breaches(COUNTER_EXAMPLES, Map.of());
          for (var wrong : rule.counterExamples()) {
            assertThat(breaches)
                .as(wrong)
                .anyMatch(breach -> breach.matches("(?s).*\\b" + wrong + "\\b.*"));
          }
        });
  }

  @Test
  void the_rules_look_at_the_whole_library_and_exceptions_name_rules() {
    assertThat(LIBRARY.size()).isGreaterThan(100);
    var names = rules("io.vaultplatform.core").stream().map(Rule::name).toList();
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(20);
    assertThat(names).containsAll(Exceptions.rules());
  }
}
