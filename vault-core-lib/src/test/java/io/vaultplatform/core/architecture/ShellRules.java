package io.vaultplatform.core.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import java.util.List;
import java.util.regex.Pattern;

/** How the shells are written: rows hidden, ticks empty, failures passed on, changes entered. */
final class ShellRules {
  private static final Pattern TICK_MAY_KNOW =
      Pattern.compile(
          "(java\\.lang|java\\.time|java\\.util\\.logging|java\\.util\\.function|jakarta\\..*"
              + "|org\\.eclipse\\.microprofile\\..*|org\\.jspecify\\..*|.*\\.internal|.*\\.store)");

  private ShellRules() {}

  static List<Rule> of(String root) {
    return List.of(
        Rule.of(
            "rows are hidden",
            classes()
                .that()
                .areAnnotatedWith("jakarta.persistence.Entity")
                .should()
                .resideInAPackage("..internal")
                .andShould()
                .haveSimpleNameEndingWith("Row")
                .andShould()
                .notBePublic(),
            "ShownRow"),
        Rule.of(
            "internals are package-private",
            classes().that().resideInAPackage("..internal").should(hide()),
            "ShownRow",
            "ShownService"),
        Rule.of(
            "no method hands out a row",
            methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should()
                .notHaveRawReturnType(
                    com.tngtech.archunit.base.DescribedPredicate.describe(
                        "a row",
                        t ->
                            t.getBaseComponentType().getSimpleName().endsWith("Row")
                                && t.isAnnotatedWith("jakarta.persistence.Entity"))),
            "ShownService"),
        Rule.of("ticks hold no rule", classes().should(tickAndNothingElse()), "TicksWithARule"),
        Rule.of("ticks survive a failure", classes().should(tickAgain()), "TicksWithARule"),
        Rule.of(
            "a failed statement is never swallowed",
            classes().should(new SwallowedFailures()),
            "SwallowsAFailure"),
        Rule.of(
            "every state change is audited",
            classes().should(new AuditedChanges(root)),
            "ChangesInSilence"),
        Rule.of(
            "connections come from the store",
            noClasses()
                .that()
                .resideOutsideOfPackage(root + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql.."),
            "TalksSql"));
  }

  // EJB classes have to be public, so do CDI qualifiers; everything else inside is nobody's
  // business.
  private static ArchCondition<JavaClass> hide() {
    return DependencyRules.condition(
        "be package-private",
        (type, events) -> {
          boolean container =
              type.isAnnotatedWith("jakarta.ejb.Singleton")
                  || type.isAnnotatedWith("jakarta.ejb.Stateless")
                  || type.isAnnotation()
                  || type.getAllRawInterfaces().stream()
                      .anyMatch(
                          i ->
                              i.getPackageName().endsWith(".spi")
                                  && i.getSimpleName().endsWith("Provider"));
          if (type.getModifiers().contains(JavaModifier.PUBLIC)
              && type.isTopLevelClass()
              && !container) {
            DependencyRules.breach(
                events, type, "Class <" + type.getName() + "> is public, inside a feature");
          }
        });
  }

  // The container retries a timeout that throws at once, and then may drop its timer for good.
  private static ArchCondition<JavaClass> tickAgain() {
    return DependencyRules.condition(
        "catch what goes wrong in a tick",
        (type, events) -> {
          for (var method : type.getMethods()) {
            boolean ticks =
                method.isAnnotatedWith("jakarta.ejb.Timeout")
                    || method.isAnnotatedWith("jakarta.ejb.Schedule");
            boolean catches =
                method.getTryCatchBlocks().stream()
                    .flatMap(block -> block.getCaughtThrowables().stream())
                    .anyMatch(caught -> caught.isEquivalentTo(RuntimeException.class));
            if (ticks && !catches) {
              DependencyRules.breach(
                  events, type, "Method <" + method.getFullName() + "> lets its failures out");
            }
          }
        });
  }

  private static ArchCondition<JavaClass> tickAndNothingElse() {
    return DependencyRules.condition(
        "know no rule, no statement and no row when they tick",
        (type, events) -> {
          boolean ticks =
              type.getMethods().stream()
                  .anyMatch(
                      m ->
                          m.isAnnotatedWith("jakarta.ejb.Timeout")
                              || m.isAnnotatedWith("jakarta.ejb.Schedule"));
          if (!ticks) {
            return;
          }
          for (var dependency : type.getDirectDependenciesFromSelf()) {
            var target = dependency.getTargetClass().getBaseComponentType();
            boolean known =
                target.isPrimitive()
                    || target.getName().equals("java.util.concurrent.TimeUnit")
                    || (TICK_MAY_KNOW.matcher(target.getPackageName()).matches()
                        && !target.getSimpleName().equals("Sql")
                        && !target.getSimpleName().endsWith("Row"));
            if (!known) {
              DependencyRules.breach(
                  events,
                  type,
                  "Class <" + type.getName() + "> ticks and knows: " + dependency.getDescription());
            }
          }
        });
  }
}
