package io.vaultplatform.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a production server is configured with: the fragments and the products' own files. */
class ShippedConfigurationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void nothing_that_is_shipped_lowers_the_floor_of_one_hour_under_every_plan() throws IOException {
    var shipped = shipped();

    assertThat(shipped).containsKeys("observe.xml", "jvm.options", "bootstrap.properties");
    assertThat(shipped.keySet()).filteredOn(name -> name.endsWith("/server.xml")).hasSize(2);
    shipped.forEach(
        (name, text) ->
            assertThat(text.toLowerCase(Locale.ROOT).replaceAll("[._]", "-"))
                .as(name)
                .doesNotContain("minimum-interval"));
  }

  @Test
  void only_the_launcher_of_the_run_profile_lowers_it_for_itself() {
    var settings = RunSettings.of(Path.of("somewhere"), Map.of());

    assertThat(settings.minimumInterval()).isEqualTo(Duration.ofSeconds(1));
  }

  /** Every configuration file by name: no Java, no page, no migration. */
  private static Map<String, String> shipped() throws IOException {
    var found = new TreeMap<String, String>();
    var fragments = ROOT.resolve("liberty-config/src/main/resources/io/vaultplatform/liberty");
    collect(fragments, fragments, found);
    for (var product : Product.values()) {
      var main = ROOT.resolve(product.module() + "/src/main");
      if (Files.exists(main)) {
        collect(ROOT, main, found);
      }
    }
    collect(ROOT, ROOT.resolve("vault-core-lib/src/main/resources/META-INF"), found);
    return found;
  }

  private static void collect(Path base, Path folder, Map<String, String> found)
      throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file :
          files.filter(f -> f.toString().matches(".*\\.(xml|properties|options|env)")).toList()) {
        found.put(base.relativize(file).toString(), Files.readString(file));
      }
    }
  }
}
