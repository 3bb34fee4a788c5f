package io.vaultplatform.core.kms.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KmsProviderContract;
import io.vaultplatform.core.kms.spi.KmsProvider;
import io.vaultplatform.core.kms.spi.KmsProvider.Caller;
import io.vaultplatform.core.store.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the embedded key store, and what is particular to a file. */
class Pkcs12ProviderTest extends KmsProviderContract {
  @TempDir Path folder = Path.of("");

  @Override
  protected KmsProvider provider() {
    return new Pkcs12Provider();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "vault.keystore", file().toString(), "vault.keystore.password", "a password for tests");
  }

  @Test
  void the_file_is_made_at_the_first_start_and_only_its_owner_reads_it() throws IOException {
    provider().open(Caller.APPLICATION, ALL, settings()).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(folder.resolve("keystore.p12.new")).doesNotExist();
  }

  @Test
  void a_file_that_others_can_read_stops_the_start() throws IOException {
    provider().open(Caller.APPLICATION, ALL, settings()).close();
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> provider().open(Caller.APPLICATION, ALL, settings()))
        .hasMessageContaining("0600");
  }

  @Test
  void a_wrong_password_stops_the_start_and_is_not_shown() {
    provider().open(Caller.APPLICATION, ALL, settings()).close();
    var wrong = new HashMap<>(settings());
    wrong.put("vault.keystore.password", "another password");
    assertThatThrownBy(() -> provider().open(Caller.APPLICATION, ALL, wrong))
        .hasMessageContaining("keystore.p12")
        .satisfies(failure -> assertThat(failure.toString()).doesNotContain("another password"));
  }

  @Test
  void something_else_in_place_of_the_file_is_never_overwritten() throws IOException {
    Files.createFile(
        file(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file(), "not a key store");
    assertThatThrownBy(() -> provider().open(Caller.APPLICATION, ALL, settings()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file()).hasContent("not a key store");
  }

  @Test
  void a_lost_file_is_not_replaced_when_anything_was_sealed_under_its_keys() {
    assertThatThrownBy(
            () ->
                provider()
                    .open(
                        Caller.APPLICATION,
                        EnumSet.complementOf(EnumSet.of(KeyRef.AUDIT)),
                        settings()))
        .hasMessageContaining(file() + " is missing")
        .hasMessageContaining("backup");
    assertThat(file()).doesNotExist();
  }

  @Test
  void a_single_lost_key_is_named_and_not_replaced_either() throws Exception {
    provider().open(Caller.APPLICATION, ALL, settings()).close();
    var store = KeyStore.getInstance(file().toFile(), password());
    store.deleteEntry("gate");
    try (var out = Files.newOutputStream(file())) {
      store.store(out, password());
    }
    var before = Files.readAllBytes(file());

    assertThatThrownBy(() -> provider().open(Caller.GATE, EnumSet.of(KeyRef.DATA), settings()))
        .hasMessageContaining("lacks the key 'gate'");
    assertThat(file()).hasBinaryContent(before);
  }

  private char[] password() {
    return Objects.requireNonNull(settings().get("vault.keystore.password")).toCharArray();
  }

  @Test
  void an_unknown_key_service_stops_the_start_and_names_the_known_ones() {
    assertThatThrownBy(
            () -> Custodies.open(Settings.of(Map.of("vault.kms.provider", "cloud")), ALL))
        .hasMessageContaining("vault.kms.provider")
        .hasMessageContaining("pkcs12");
  }

  private Path file() {
    return folder.resolve("keystore.p12");
  }
}
