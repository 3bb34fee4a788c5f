package io.vaultplatform.core.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * No entry, no action, seen from the code: whatever can be called from outside a shell and can
 * reach a statement that writes, can reach the log as well.
 *
 * <p>It follows calls, through interfaces into every implementation and through lambdas. It does
 * not prove that every path enters something (the tests on PostgreSQL do); it finds the service
 * that never thought of it.
 */
final class AuditedChanges extends ArchCondition<JavaClass> {
  private static final Set<String> WRITES = Set.of("update", "updateOne", "batch");
  private static final Set<String> PERSISTS = Set.of("persist", "merge", "remove");
  private static final Set<String> ENTERS = Set.of("append", "refuse");

  // The log itself, and the plumbing that it and everybody else stands on.
  private static final Set<String> UNDERNEATH = Set.of(".audit.internal", ".store.internal");

  private final String root;

  AuditedChanges(String root) {
    super("enter every change in the log");
    this.root = root;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (!type.getPackageName().endsWith(".internal")
        || type.isInterface()
        || UNDERNEATH.stream().anyMatch(f -> type.getPackageName().equals(root + f))) {
      return;
    }
    for (var method : type.getMethods()) {
      if (isEntrance(type, method)) {
        var reach = reach(method);
        if (reach.written().isPresent() && !reach.entered()) {
          DependencyRules.breach(
              events,
              type,
              "Method <"
                  + method.getFullName()
                  + "> changes something in silence: "
                  + reach.written().get());
        }
      }
    }
  }

  private record Reach(Optional<String> written, boolean entered) {}

  private boolean isEntrance(JavaClass type, JavaMethod method) {
    if (method.isAnnotatedWith("jakarta.ejb.Timeout")) {
      return true;
    }
    return type.getAllRawInterfaces().stream()
        .filter(i -> i.getPackageName().startsWith(root))
        .anyMatch(i -> i.getMethods().stream().anyMatch(m -> sameSignature(m, method)));
  }

  private Reach reach(JavaMethod from) {
    var written = Optional.<String>empty();
    var seen = new HashSet<JavaCodeUnit>();
    var open = new ArrayDeque<JavaCodeUnit>();
    open.push(from);
    while (!open.isEmpty()) {
      var unit = open.pop();
      if (!seen.add(unit)) {
        continue;
      }
      for (var access : unit.getAccessesFromSelf()) {
        var owner = access.getTargetOwner();
        var name = access.getTarget().getName();
        if (owner.getName().equals("io.vaultplatform.core.audit.AuditLog")
            && ENTERS.contains(name)) {
          return new Reach(written, true);
        }
        if ((owner.getName().equals("io.vaultplatform.core.store.Sql") && WRITES.contains(name))
            || (owner.getName().equals("jakarta.persistence.EntityManager")
                && PERSISTS.contains(name))) {
          written = written.or(() -> Optional.of(access.getDescription()));
        }
        follow(access, open);
      }
    }
    return new Reach(written, false);
  }

  private void follow(JavaAccess<?> access, ArrayDeque<JavaCodeUnit> open) {
    var owner = access.getTargetOwner().getName();
    // Telling the database who acts is no change.
    if (!owner.startsWith("io.vaultplatform.")
        || owner.startsWith("io.vaultplatform.core.store.")) {
      return;
    }
    access
        .getTarget()
        .resolveMember()
        .filter(JavaCodeUnit.class::isInstance)
        .map(JavaCodeUnit.class::cast)
        .ifPresent(
            unit -> {
              open.push(unit);
              if (unit instanceof JavaMethod method) {
                for (var sub : method.getOwner().getAllSubclasses()) {
                  sub.getMethods().stream()
                      .filter(m -> sameSignature(m, method))
                      .forEach(open::push);
                }
              }
            });
  }

  private static boolean sameSignature(JavaMethod one, JavaMethod other) {
    return one.getName().equals(other.getName())
        && one.getRawParameterTypes().size() == other.getRawParameterTypes().size();
  }
}
