package io.vaultplatform.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the pure ring may touch, where time comes from, and which words no name may hold. */
final class PurityRules {
  // Streams are values of the caller; whatever opens one by itself is the world.
  private static final Set<String> WORLD_CLASSES =
      Set.of(
          "java.io.File",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.FileReader",
          "java.io.FileWriter",
          "java.io.RandomAccessFile",
          "java.io.Console",
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.time.Clock",
          "java.util.Timer",
          "java.util.Random",
          "java.util.ServiceLoader");

  private static final Pattern WORLD_PACKAGES =
      Pattern.compile(
          "(java\\.sql|javax\\.sql|java\\.net|java\\.nio\\.file|java\\.nio\\.channels|java\\.rmi"
              + "|java\\.util\\.logging|java\\.util\\.concurrent|javax\\.naming|jakarta"
              + "|org\\.eclipse\\.microprofile|org\\.postgresql)(\\..*)?");

  private static final Pattern NOW =
      Pattern.compile(
          "java\\.time\\.\\w+\\.now\\(.*|java\\.time\\.Clock\\.(system\\w*|tick\\w*)\\(.*"
              + "|java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(.*|java\\.util\\.Date\\.<init>\\(\\)");

  // We record what happened and who said so; never that it is so (charter, 5).
  private static final Pattern TRUTH =
      Pattern.compile(
          "(?i).*(deceased|(is|has|was)died|(is|was)dead(?!line|letter|man)|isTrue$|proven|genuineDocument"
              + "|authenticDocument|truth|guilty|certifiesThat|confirmedDeath).*");

  private PurityRules() {}

  static List<Rule> of(String root) {
    return List.of(
        Rule.of(
            "pure packages touch no world",
            noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages("..internal..", root + ".store..")
                .should()
                .dependOnClassesThat(theWorld()),
            "ReadsAFile",
            "StartsAThread",
            "AsksTheClock",
            "TalksSql",
            "OpensASocket",
            "KnowsTheContainer"),
        Rule.of(
            "time comes in as a value",
            noClasses().should().accessTargetWhere(now()),
            "AsksTheClock",
            "CountsMilliseconds"),
        Rule.of(
            "no truth claims in names",
            classes().should(claimNothing()),
            "IsDeceased",
            "ClaimsInAMethod"));
  }

  private static DescribedPredicate<JavaClass> theWorld() {
    return describe(
        "are the world (files, sockets, threads, clocks, databases, containers)",
        type -> {
          var name = type.getBaseComponentType().getName();
          // Annotations of the container are words; only Transactional in a Javadoc link would need
          // them.
          return WORLD_CLASSES.contains(name)
              || WORLD_PACKAGES.matcher(type.getBaseComponentType().getPackageName()).matches();
        });
  }

  private static DescribedPredicate<JavaAccess<?>> now() {
    return describe(
        "ask a clock",
        access -> {
          var target = access.getTarget();
          var call = target.getFullName();
          return NOW.matcher(call).matches()
              // A clock that was handed in is the shell's way to the time.
              && !call.startsWith("java.time.Clock.instant(");
        });
  }

  static ArchCondition<JavaClass> claimNothing() {
    return DependencyRules.condition(
        "claim no truth in a name",
        (type, events) -> {
          if (TRUTH.matcher(type.getSimpleName()).matches()) {
            DependencyRules.breach(
                events, type, "Class <" + type.getName() + "> claims a truth in its name");
          }
          for (var member : type.getMembers()) {
            if (TRUTH.matcher(member.getName()).matches()) {
              DependencyRules.breach(
                  events,
                  type,
                  "Member <" + type.getName() + "." + member.getName() + "> claims a truth");
            }
          }
        });
  }
}
