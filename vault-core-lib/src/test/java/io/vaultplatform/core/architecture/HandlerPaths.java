package io.vaultplatform.core.architecture;

import com.tngtech.archunit.thirdparty.org.objectweb.asm.Handle;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Label;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The instructions of one method, and whether a path from an exception handler gets away without a
 * throw.
 */
final class HandlerPaths extends MethodVisitor {
  private static final Set<String> FAILURES =
      Set.of(
          "java/sql/SQLException",
          "io/vaultplatform/core/store/SqlFailure",
          "jakarta/persistence/PersistenceException");
  // They hold a failure of a statement where a statement is in reach, and are anybody's business
  // elsewhere.
  private static final Set<String> BROAD =
      Set.of(
          "java/lang/Throwable",
          "java/lang/Exception",
          "java/lang/RuntimeException",
          "io/vaultplatform/core/base/VaultException");
  private static final List<String> STATEMENTS =
      List.of(
          "java/sql/",
          "jakarta/persistence/",
          "io/vaultplatform/core/store/Sql",
          "io/vaultplatform/core/audit/AuditLog");

  private record Step(int opcode, List<Label> jumps) {}

  private record Guarded(Label from, Label to, Label handler, String type) {}

  private final Runnable breach;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Label, Integer> places = new HashMap<>();
  private final List<Guarded> guarded = new ArrayList<>();
  private final Set<Integer> statements = new HashSet<>();

  HandlerPaths(Runnable breach) {
    super(Opcodes.ASM9);
    this.breach = breach;
  }

  @Override
  public void visitTryCatchBlock(Label from, Label to, Label handler, @Nullable String type) {
    // Without a type it is a finally: javac ends it in a throw unless somebody returns from it,
    // which
    // Error Prone refuses.
    if (type != null && (FAILURES.contains(type) || BROAD.contains(type))) {
      guarded.add(new Guarded(from, to, handler, type));
    }
  }

  @Override
  public void visitLabel(Label label) {
    places.put(label, steps.size());
  }

  private void step(int opcode, Label... jumps) {
    steps.add(new Step(opcode, List.of(jumps)));
  }

  @Override
  public void visitInsn(int opcode) {
    step(opcode);
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    step(opcode);
  }

  @Override
  public void visitVarInsn(int opcode, int index) {
    step(opcode);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    step(opcode);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    step(opcode);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    if (STATEMENTS.stream().anyMatch(owner::startsWith)) {
      statements.add(steps.size());
    }
    step(opcode);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    step(Opcodes.INVOKEDYNAMIC);
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    step(opcode, label);
  }

  @Override
  public void visitLdcInsn(Object value) {
    step(Opcodes.LDC);
  }

  @Override
  public void visitIincInsn(int index, int increment) {
    step(Opcodes.IINC);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
    switchOver(otherwise, labels);
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
    switchOver(otherwise, labels);
  }

  private void switchOver(Label otherwise, Label... labels) {
    var all = new ArrayList<>(List.of(labels));
    all.add(otherwise);
    steps.add(new Step(Opcodes.TABLESWITCH, List.copyOf(all)));
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    step(Opcodes.MULTIANEWARRAY);
  }

  @Override
  public void visitEnd() {
    for (var block : guarded) {
      boolean concerned =
          FAILURES.contains(block.type())
              || statements.stream().anyMatch(i -> i >= at(block.from()) && i < at(block.to()));
      if (concerned && getsAway(at(block.handler()))) {
        breach.run();
        return;
      }
    }
  }

  private int at(Label label) {
    return places.getOrDefault(label, steps.size());
  }

  private boolean getsAway(int from) {
    var seen = new HashSet<Integer>();
    var open = new ArrayDeque<Integer>(List.of(from));
    while (!open.isEmpty()) {
      int place = open.pop();
      if (place >= steps.size() || !seen.add(place)) {
        continue;
      }
      var step = steps.get(place);
      if (step.opcode() >= Opcodes.IRETURN && step.opcode() <= Opcodes.RETURN) {
        return true;
      }
      step.jumps().forEach(label -> open.push(at(label)));
      if (step.opcode() != Opcodes.ATHROW
          && step.opcode() != Opcodes.GOTO
          && step.opcode() != Opcodes.TABLESWITCH) {
        open.push(place + 1);
      }
    }
    return false;
  }
}
