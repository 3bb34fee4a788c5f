package io.vaultplatform.core.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Who may know whom: the table of features, and what stays inside one. */
final class DependencyRules {
  // Default deny: a feature that is not a key may not exist, a dependency that is not listed may
  // not either.
  private static final Map<String, Set<String>> TABLE = new TreeMap<>();

  static {
    row("base");
    row("crypto", "base");
    row("store", "base");
    row("kms", "base", "crypto", "store");
    row("audit", "base", "crypto", "kms", "store");
    row("keys", "base", "crypto", "kms", "audit", "store");
    row("orders", "base", "crypto", "kms", "audit", "store");
    row("accounts", "base", "crypto", "kms", "keys", "audit", "orders", "store");
    row("grants", "base", "crypto", "audit", "accounts", "store");
    row("notify", "base", "crypto", "kms", "audit", "store");
    row("content", "base", "crypto", "kms", "keys", "audit", "grants", "orders", "store");
    row("people", "base", "crypto", "kms", "keys", "audit", "content", "notify", "orders", "store");
    row("triggers", "base", "crypto", "audit", "store");
    row("escrow", "base", "crypto", "kms", "keys", "audit", "content", "store");
    // The conductor sees every side; it alone turns effects into letters, keys and packets.
    row(
        "release",
        "base",
        "crypto",
        "kms",
        "keys",
        "audit",
        "accounts",
        "grants",
        "notify",
        "content",
        "people",
        "triggers",
        "escrow",
        "store");
  }

  private DependencyRules() {}

  private static void row(String feature, String... allowed) {
    TABLE.put(feature, Set.copyOf(Arrays.asList(allowed)));
  }

  static List<Rule> of(String root) {
    return List.of(
        Rule.of(
            "dependency table", classes().should(keepTheTable(root)), "KnowsTheLog", "Unlisted"),
        Rule.of(
            "no cycles",
            slices().matching(root + ".(*)..").should().beFreeOfCycles(),
            "HalfOfACycle"),
        Rule.of(
            "internals stay inside their feature",
            classes().should(stayOutOfOthersInternals(root)),
            "LooksInside"),
        Rule.of(
            "the API does not know its shell",
            noClasses()
                .that()
                .resideOutsideOfPackage("..internal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(root + "..internal.."),
            "KnowsItsShell",
            "LooksInside"),
        Rule.of(
            "the database is for shells",
            noClasses()
                .that()
                .resideOutsideOfPackages("..internal..", root + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vaultplatform.core.store..", root + ".store.."),
            "PureButStoring"));
  }

  private static String feature(String root, JavaClass type) {
    var name = type.getPackageName();
    if (!name.startsWith(root + ".")) {
      return "";
    }
    var rest = name.substring(root.length() + 1);
    return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
  }

  private static ArchCondition<JavaClass> keepTheTable(String root) {
    return condition(
        "depend only on the features of their row in the table",
        (type, events) -> {
          var feature = feature(root, type);
          var allowed = TABLE.get(feature);
          if (allowed == null) {
            breach(events, type, "Class <" + type.getName() + "> is of a feature without a row");
            return;
          }
          for (var dependency : type.getDirectDependenciesFromSelf()) {
            var other = feature(root, dependency.getTargetClass().getBaseComponentType());
            if (!other.isEmpty() && !other.equals(feature) && !allowed.contains(other)) {
              breach(
                  events,
                  type,
                  "Class <"
                      + type.getName()
                      + "> of "
                      + feature
                      + " knows "
                      + other
                      + ": "
                      + dependency.getDescription());
            }
          }
        });
  }

  private static ArchCondition<JavaClass> stayOutOfOthersInternals(String root) {
    return condition(
        "not look into another feature's internals",
        (type, events) -> {
          for (var dependency : type.getDirectDependenciesFromSelf()) {
            var target = dependency.getTargetClass().getBaseComponentType();
            if ((target.getPackageName() + ".").contains(".internal.")
                && !feature(root, target).equals(feature(root, type))) {
              breach(
                  events,
                  type,
                  "Class <" + type.getName() + "> looks inside: " + dependency.getDescription());
            }
          }
        });
  }

  @FunctionalInterface
  interface Check {
    void check(JavaClass type, ConditionEvents events);
  }

  static ArchCondition<JavaClass> condition(String what, Check check) {
    return new ArchCondition<>(what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        check.check(type, events);
      }
    };
  }

  static void breach(ConditionEvents events, JavaClass type, String sentence) {
    events.add(SimpleConditionEvent.violated(type, sentence));
  }
}
