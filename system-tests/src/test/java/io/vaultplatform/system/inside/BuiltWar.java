package io.vaultplatform.system.inside;

import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The application as it was built, plus the classes of one test. */
final class BuiltWar {
  private BuiltWar() {}

  static WebArchive with(Class<?>... classes) {
    var war =
        Path.of(System.getProperty("vault.home", "."))
            .resolve("witness-vault-app/target/witness-vault-app.war");
    return ShrinkWrap.createFromZipFile(WebArchive.class, war.toFile()).addClasses(classes);
  }
}
