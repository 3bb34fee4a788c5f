package io.vaultplatform.core.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * After a failed statement PostgreSQL has aborted the transaction, and a commit silently loses what
 * came before. So every path through a handler that may hold such a failure ends in a throw.
 *
 * <p>Read from the byte code, because no source rule sees where a handler ends.
 */
final class SwallowedFailures extends ArchCondition<JavaClass> {

  SwallowedFailures() {
    super("throw on every failure of a statement");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    var source = type.getSource().orElseThrow();
    try (var bytes = source.getUri().toURL().openStream()) {
      new ClassReader(bytes)
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    String signature,
                    String[] exceptions) {
                  return new HandlerPaths(
                      () ->
                          DependencyRules.breach(
                              events,
                              type,
                              "Method <"
                                  + type.getName()
                                  + "."
                                  + name
                                  + "> swallows the failure of a statement"));
                }
              },
              ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
