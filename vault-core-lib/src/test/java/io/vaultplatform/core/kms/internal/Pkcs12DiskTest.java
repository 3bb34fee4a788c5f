package io.vaultplatform.core.kms.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyVersion;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.kms.spi.KeyCustody;
import io.vaultplatform.core.kms.spi.KmsProvider.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The key store on a disk that fails, at every step of a change in turn: the file is the old one or
 * the new one, who serves goes on, and the change can be made again.
 */
class Pkcs12DiskTest {
  private static final Set<KeyRef> ALL = Set.of(KeyRef.values());
  private static final KeyContext CONTEXT = KeyContext.of("test");
  private static final KeyVersion OLD = new KeyVersion(KeyRef.DATA, 1);
  private static final KeyVersion NEWEST = new KeyVersion(KeyRef.DATA, 2);
  private static final KeyVersion NEXT = new KeyVersion(KeyRef.DATA, 3);
  private static final Thing ERASED = Thing.subject(new UUID(1, 1));
  private static final Thing KEPT = Thing.subject(new UUID(1, 2));
  private static final String FULL = "No space left on device";

  @TempDir Path folder = Path.of("");
  private final FaultyDisk disk = new FaultyDisk();

  /** What an operator has done to the file. */
  enum Change {
    ADD,
    DESTROY,
    ERASE;

    void act(KeyCustody operator) {
      switch (this) {
        case ADD -> operator.add(KeyRef.DATA);
        case DESTROY -> operator.destroy(OLD);
        case ERASE -> operator.erase(List.of(ERASED));
      }
    }

    boolean isDoneIn(KeyCustody application) {
      var versions = application.versions(KeyRef.DATA);
      return switch (this) {
        case ADD -> versions.contains(NEXT);
        case DESTROY -> !versions.contains(OLD);
        case ERASE -> application.keyOf(ERASED).isEmpty();
      };
    }
  }

  @BeforeEach
  void a_key_store_with_two_versions_of_a_key() {
    try (var operator = custody(Caller.OPERATOR, file())) {
      operator.add(KeyRef.DATA);
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void whichever_step_fails_once_the_file_is_whole_and_the_change_can_be_repeated(Change change)
      throws IOException {
    for (int failing = 0; failing < steps(change).size(); failing++) {
      int at = failing;
      everythingStays(change, (number, step) -> number == at, "step " + at + " fails");
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void whichever_step_is_the_first_of_many_that_fail_the_file_is_whole(Change change)
      throws IOException {
    for (int failing = 0; failing < steps(change).size(); failing++) {
      int from = failing;
      everythingStays(change, (number, step) -> number >= from, "all fail from step " + from);
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void a_full_disk_takes_no_byte_and_a_folder_that_is_only_read_no_file(Change change)
      throws IOException {
    everythingStays(change, (number, step) -> step.startsWith("write"), "no byte");
    everythingStays(
        change,
        (number, step) ->
            step.startsWith("make") || step.startsWith("rename") || step.startsWith("delete"),
        "no file");
    everythingStays(change, (number, step) -> step.startsWith("force"), "no force");
    everythingStays(change, (number, step) -> true, "nothing at all");
  }

  private List<String> steps(Change change) throws IOException {
    fresh();
    try (var operator = custody(Caller.OPERATOR, disk.at(copy()))) {
      disk.fails("", (number, step) -> false);
      change.act(operator);
    }
    // Where this fails, the writing has other steps now: see whether the sentences still hold.
    assertThat(disk.steps())
        .as("what replacing the file consists of")
        .containsSubsequence(
            "make copy.p12.new", "write copy.p12.new", "force copy.p12.new", "rename to copy.p12");
    return disk.steps();
  }

  private void everythingStays(Change change, BiPredicate<Integer, String> fault, String which)
      throws IOException {
    fresh();
    disk.mend();
    var before = Bytes.of(Files.readAllBytes(copy()));
    try (var operator = custody(Caller.OPERATOR, disk.at(copy()));
        var application = custody(Caller.APPLICATION, disk.at(copy()));
        var secret = Randomness.secret(32)) {
      var sealed = application.seal(NEWEST, secret, CONTEXT);
      var kept = application.keyOf(KEPT).orElseThrow();
      disk.fails(FULL, fault);

      var failed = failure(() -> change.act(operator));

      if (failed.isPresent()) {
        assertThat(failed.get())
            .as(which)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("copy.p12")
            .hasRootCauseMessage(rootOf(failed.get()));
        assertThat(rootOf(failed.get())).as(which).contains(FULL);
        serves(application, sealed, secret, kept);
      }
      boolean replaced = !before.equals(Bytes.of(Files.readAllBytes(copy())));
      assertThat(failed.isPresent() || replaced)
          .as("%s: %s was done or said to have failed", which, change)
          .isTrue();
      disk.mend();
      // Whoever starts now reads the file and nothing beside it.
      try (var started = custody(Caller.APPLICATION, copy())) {
        assertThat(change.isDoneIn(started)).as(which).isEqualTo(replaced);
        serves(started, sealed, secret, kept);
      }
      if (!change.isDoneIn(application)) {
        change.act(operator);
      }
      assertThat(change.isDoneIn(application)).as(which).isTrue();
      serves(application, sealed, secret, kept);
      assertThat(Files.exists(copy().resolveSibling("copy.p12.new"))).as(which).isFalse();
    }
  }

  private static void serves(
      KeyCustody application, byte[] sealed, SecretBytes secret, SecretBytes kept) {
    assertThat(application.unseal(NEWEST, sealed, CONTEXT)).contains(secret);
    assertThat(application.keyOf(KEPT)).contains(kept);
  }

  @Test
  void what_a_failure_left_beside_the_file_is_never_read() throws IOException {
    fresh();
    var left = copy().resolveSibling("copy.p12.new");
    for (var rest :
        List.of(new byte[0], "half of a key store".getBytes(StandardCharsets.UTF_8), other())) {
      Files.write(left, rest);
      try (var started = custody(Caller.APPLICATION, copy())) {
        assertThat(started.versions(KeyRef.DATA)).containsExactly(OLD, NEWEST);
      }
    }
    Files.delete(copy());
    assertThatThrownBy(
            () -> new Pkcs12KeyStore(copy(), "a password for tests".toCharArray()).open(Set.of()))
        .as("not even where the file itself was lost")
        .hasMessageContaining("is missing");
  }

  private byte[] other() throws IOException {
    var other = folder.resolve("other.p12");
    custody(Caller.APPLICATION, other).close();
    return Files.readAllBytes(other);
  }

  @Test
  void a_first_start_that_could_not_write_makes_no_key_and_the_next_one_does() throws IOException {
    var first = folder.resolve("first.p12");
    disk.fails(FULL, (number, step) -> step.startsWith("write"));
    assertThatThrownBy(() -> custody(Caller.APPLICATION, disk.at(first)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("first.p12")
        .hasMessageContaining(FULL);
    assertThat(first).doesNotExist();
    assertThat(folder.resolve("first.p12.new")).doesNotExist();
    disk.mend();
    try (var started = custody(Caller.APPLICATION, disk.at(first))) {
      assertThat(started.versions(KeyRef.DATA)).hasSize(1);
    }
  }

  @Test
  void nobody_uses_a_key_that_a_power_failure_could_take_back() throws IOException {
    fresh();
    try (var operator = custody(Caller.OPERATOR, disk.at(copy()));
        var application = custody(Caller.APPLICATION, disk.at(copy()))) {
      // The rename is done, and the folder that holds it is not on the disk.
      disk.fails(
          FULL,
          (number, step) ->
              step.startsWith("force") && disk.steps().contains("rename to copy.p12"));
      assertThatThrownBy(() -> operator.add(KeyRef.DATA)).hasMessageContaining("for good");
      assertThat(application.versions(KeyRef.DATA)).containsExactly(OLD, NEWEST);
      assertThatThrownBy(() -> operator.versions(KeyRef.DATA))
          .as("an order does not go on with keys that may be old")
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> operator.add(KeyRef.DATA))
          .as("nor makes one more each time it tries")
          .isInstanceOf(IllegalStateException.class);
      disk.mend();
      assertThat(operator.versions(KeyRef.DATA)).containsExactly(OLD, NEWEST, NEXT);
      assertThat(application.versions(KeyRef.DATA)).containsExactly(OLD, NEWEST, NEXT);
    }
  }

  @Test
  void a_version_that_is_made_while_a_server_starts_is_found_by_it() throws IOException {
    fresh();
    var store = new Pkcs12KeyStore(copy(), "a password for tests".toCharArray());
    var read = store.open(ALL);
    try (var operator = custody(Caller.OPERATOR, copy())) {
      operator.add(KeyRef.DATA);
    }
    try (var started = new Pkcs12Custody(Caller.APPLICATION, store, read)) {
      assertThat(started.versions(KeyRef.DATA)).contains(NEXT);
    }
  }

  @Test
  void something_in_the_way_of_the_temporary_file_is_a_failure_like_any_other() throws IOException {
    fresh();
    var inTheWay = copy().resolveSibling("copy.p12.new");
    Files.createDirectories(inTheWay.resolve("full"));
    try (var operator = custody(Caller.OPERATOR, copy())) {
      assertThatThrownBy(() -> operator.add(KeyRef.DATA))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("could not be written");
      Files.delete(inTheWay.resolve("full"));
      assertThatCode(() -> operator.add(KeyRef.DATA)).doesNotThrowAnyException();
      assertThat(operator.versions(KeyRef.DATA)).containsExactly(OLD, NEWEST, NEXT);
    }
  }

  private static Optional<RuntimeException> failure(Runnable act) {
    try {
      act.run();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }

  private static String rootOf(Throwable failure) {
    var causes = new ArrayList<Throwable>();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      causes.add(at);
    }
    return String.valueOf(causes.getLast().getMessage());
  }

  private KeyCustody custody(Caller caller, Path file) {
    var store = new Pkcs12KeyStore(file, "a password for tests".toCharArray());
    return new Pkcs12Custody(caller, store, store.open(ALL));
  }

  // Making keys takes most of the time of a round, copying them none.
  private void fresh() throws IOException {
    Files.deleteIfExists(copy().resolveSibling("copy.p12.new"));
    Files.copy(
        file(), copy(), StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file() {
    return folder.resolve("keystore.p12");
  }

  private Path copy() {
    return folder.resolve("copy.p12");
  }
}
