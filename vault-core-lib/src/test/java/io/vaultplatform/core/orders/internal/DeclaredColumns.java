package io.vaultplatform.core.orders.internal;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vaultplatform.core.kms.SealedColumn;
import java.util.List;

/** Every sealed column that the container would find: its producers, called as it calls them. */
public final class DeclaredColumns {
  private DeclaredColumns() {}

  public static List<SealedColumn> all() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.vaultplatform.core")
            .stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.isAnnotatedWith("jakarta.enterprise.inject.Produces"))
            .filter(method -> method.getRawReturnType().isEquivalentTo(SealedColumn.class))
            .map(method -> made(method.getOwner().getName(), method.getName()))
            .toList();
  }

  private static SealedColumn made(String type, String method) {
    try {
      var producer = Class.forName(type).getDeclaredMethod(method);
      producer.setAccessible(true);
      return (SealedColumn) producer.invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type + "." + method, e);
    }
  }
}
