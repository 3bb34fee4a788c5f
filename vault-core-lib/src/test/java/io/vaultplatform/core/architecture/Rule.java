package io.vaultplatform.core.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One rule: what it says, the check, and the classes that it must reject.
 *
 * @param name how exceptions and failures refer to it
 * @param counterExamples simple names of classes in the counter-examples
 */
record Rule(String name, ArchRule check, List<String> counterExamples) {
  static final String ROOT = "io.vaultplatform.core";
  private static final Pattern ORIGIN = Pattern.compile("<([\\w.$]+)");
  private static final Pattern CLASS = Pattern.compile("^(?:[a-z]\\w*\\.)*[A-Z]\\w*");

  static Rule of(String name, ArchRule check, String... counterExamples) {
    if (counterExamples.length == 0) {
      throw new IllegalArgumentException(name + " has never been seen to reject anything");
    }
    // A feature that is not written yet gives a rule nothing to look at; the counter-examples do.
    return new Rule(name, check.allowEmptyShould(true), List.of(counterExamples));
  }

  /** Every breach, as a sentence. */
  List<String> breaches(JavaClasses classes) {
    return check.evaluate(classes).getFailureReport().getDetails();
  }

  /** Every breach that is not one of a class, or of a member, in {@code excepted}. */
  List<String> breaches(JavaClasses classes, Map<String, String> excepted) {
    return breaches(classes).stream()
        .filter(breach -> origins(breach, ROOT).stream().noneMatch(excepted::containsKey))
        .toList();
  }

  /**
   * What an exception may name for a breach: the class that it begins with, or that class's member.
   */
  static List<String> origins(String breach, String root) {
    var found = ORIGIN.matcher(breach);
    if (!found.find()) {
      return List.of(breach);
    }
    var name = found.group(1).replace('$', '.');
    var below = name.startsWith(root + ".") ? name.substring(root.length() + 1) : name;
    // A member's name follows its class; classes begin with a capital, packages and members do not.
    var type = CLASS.matcher(below);
    return type.find() ? List.of(type.group(), below) : List.of(below);
  }
}
