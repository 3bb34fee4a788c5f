package io.vaultplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.CheatingServer.Moment;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.cli.work.Putting;
import io.vaultplatform.cli.work.Uploading;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Arming;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.escrow.ReleaseList;
import io.vaultplatform.core.escrow.ReleasePath;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.Windows;
import io.vaultplatform.core.keys.KeyBundle;
import io.vaultplatform.core.keys.PrivateKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Uploads whose line, client or vault changed on the way: they end whole, listed and unchanged. */
class InterruptedUploadsTest {
  @TempDir Path folder = Path.of("");
  private final PrivateKeys keys = PrivateKeys.generate();
  private final CheatingServer server;
  private Client client =
      Shell.client(Path.of(System.getProperty("java.io.tmpdir")), "http://localhost:1");

  InterruptedUploadsTest() throws IOException {
    server = new CheatingServer();
  }

  @BeforeEach
  void an_owner_with_an_account_and_a_vault() throws IOException {
    client = Shell.client(folder.resolve("home"), server.url());
    new Accounts(client).register("river", keys);
    new Vaults(client).create("Evidence", Suite.CLASSIC);
    Files.write(folder.resolve("plan.pdf"), Randomness.bytes(300_000));
    Files.writeString(folder.resolve("passphrase"), "correct horse battery staple");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void a_client_that_is_killed_is_continued_with_the_same_bytes(Moment moment) throws Exception {
    var running = new CompletableFuture<Process>();
    server.when.put(moment, () -> kill(running));
    var put = client("put", "Evidence", folder.resolve("plan.pdf").toString(), "--class", "B");
    running.complete(put);
    assertThat(put.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(put.exitValue()).as(said()).isEqualTo(137); // 128 + SIGKILL
    var kept = payload(ciphertext());

    var resume = client("resume");
    assertThat(resume.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(resume.exitValue()).as(said()).isZero();
    assertThat(server.documents).hasSize(1);
    assertThat(server.documents.values().iterator().next().payload().toArray()).isEqualTo(kept);
    assertThat(client.home().receipts().all()).hasSize(1);
    assertThat(left()).isEmpty();
  }

  @Test
  void a_client_killed_between_receipt_and_tidying_up_ends_with_the_same_receipt()
      throws IOException {
    server.when.put(Moment.AFTER_THE_LAST_BYTE, () -> copy(upload()));
    put(); // the line broke at the answer, so this client asked again; the copy is what a dead one
    // left
    Files.move(folder.resolve("copy"), client.home().uploads().resolve("left"));
    long sent = server.bytesReceived;
    var upload = Uploading.unfinished(client.home().uploads()).getFirst();
    new Putting(client).finish(upload, () -> new Accounts(client).unlock());
    assertThat(server.bytesReceived).isEqualTo(sent);
    assertThat(left()).isEmpty();
  }

  @Test
  void what_was_killed_while_encrypting_is_cleared_away_and_what_still_runs_is_not()
      throws IOException {
    var dead = Files.createDirectories(client.home().uploads().resolve("dead"));
    Files.write(dead.resolve("document.age"), new byte[100]);
    var alive = Files.createDirectories(client.home().uploads().resolve("alive"));
    Files.write(alive.resolve("document.age"), new byte[100]);
    try (var channel =
            java.nio.channels.FileChannel.open(
                alive.resolve("document.age"), java.nio.file.StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(Uploading.unfinished(client.home().uploads())).isEmpty();
      assertThat(lock.isValid()).isTrue();
    }
    assertThat(left()).containsExactly("alive");
  }

  @Test
  void an_upload_that_the_server_cleared_is_offered_again() throws IOException {
    server.when.put(
        Moment.IN_THE_MIDDLE,
        () -> server.documents.clear()); // and the line breaks, so the client asks where it is
    put();
    assertThat(server.documents).hasSize(1);
    assertThat(left()).isEmpty();
  }

  @Test
  void while_armed_the_document_and_its_list_arrive_together() throws IOException {
    arm(1);
    var stored = put();
    assertThat(list().version()).isEqualTo(2);
    assertThat(list().item(stored.document())).isPresent();
    assertThat(server.bodies).noneMatch(b -> b.contains("/release-list\""));
  }

  @Test
  void an_overtaken_list_costs_a_signature_and_not_one_byte_again() throws IOException {
    arm(1);
    var other = put();
    long before = server.bytesReceived;
    server.when.put(Moment.AFTER_THE_LAST_BYTE, this::anotherListComesFirst);
    var stored = put();
    assertThat(server.bytesReceived - before)
        .isEqualTo(server.stored(stored.document()).payload().length());
    assertThat(list().version()).isEqualTo(4);
    assertThat(list().item(stored.document())).isPresent();
    assertThat(list().item(other.document())).isPresent();
  }

  @Test
  void an_upload_killed_before_the_vault_was_armed_anew_joins_the_new_epoch_with_the_same_bytes()
      throws Exception {
    arm(1);
    var running = new CompletableFuture<Process>();
    server.when.put(Moment.IN_THE_MIDDLE, () -> kill(running));
    var put = client("put", "Evidence", folder.resolve("plan.pdf").toString(), "--class", "B");
    running.complete(put);
    assertThat(put.waitFor(60, TimeUnit.SECONDS)).isTrue();
    var kept = payload(ciphertext());
    server.documents.clear(); // discarded, for its epoch is over
    var escrow = arm(2);

    var resume = client("resume");
    assertThat(resume.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(resume.exitValue()).as(said()).isZero();
    var stored = server.documents.values().iterator().next();
    assertThat(stored.payload().toArray()).isEqualTo(kept);
    assertThat(list().epoch().number()).isEqualTo(2);
    assertThat(list().items()).hasSize(1);
    assertThat(header(stored).opens(escrow)).isTrue();
    assertThat(left()).isEmpty();
  }

  @Test
  void a_list_of_another_epoch_than_the_policy_is_not_signed_on() throws IOException {
    arm(1);
    var old = server.list;
    arm(2);
    server.list = old;
    org.assertj.core.api.Assertions.assertThatThrownBy(this::put)
        .hasMessageContaining("another epoch");
  }

  /** Arms as the owner's client does, as far as a put needs it. */
  private io.vaultplatform.core.crypto.AgeIdentity arm(int number) {
    var vault = new Vaults(client).find("Evidence");
    var people = List.of(EscrowWorld.Person.any(), EscrowWorld.Person.any());
    try (var owner = new Accounts(client).unlock()) {
      var epoch =
          new Epoch(vault.id(), UUID.fromString("0195b6a0-0000-7000-8000-000000000004"), number);
      var armed =
          done(
              Arming.arm(
                  new Arming.Wishes(
                      "witness-vault",
                      ReleasePolicy.Uncertainty.HOLD,
                      Suite.CLASSIC,
                      owner.id(),
                      epoch,
                      Instant.EPOCH,
                      new Windows(
                          Duration.ofDays(7),
                          Duration.ofDays(3),
                          Duration.ofDays(5),
                          Duration.ofDays(2)),
                      2,
                      List.of(
                          new Arming.Stage(
                              Duration.ofDays(1), List.of(List.of(people.getFirst().id())))),
                      List.of(
                          ReleasePath.withPlatform(
                              1, 2, people.stream().map(EscrowWorld.Person::id).toList())),
                      people.stream()
                          .map(
                              p ->
                                  new Arming.Trustee(
                                      p.id(), p.identity().recipient(), p.key().verificationKey()))
                          .toList(),
                      List.of(
                          Arming.Recipient.withKey(
                              people.getFirst().id(), people.getFirst().identity().recipient())),
                      vault.gate(),
                      vault.logOrigin()),
                  List.of(),
                  owner.keys().identity(Suite.CLASSIC).orElseThrow(),
                  owner.keys().signing()));
      new Accounts(client)
          .store(
              owner,
              owner
                  .bundle()
                  .with(
                      epoch.trigger(),
                      List.of(
                          new KeyBundle.Escrow(
                              epoch.trigger(), number, 1, armed.escrows().getFirst().identity()))));
      server.policy = Optional.of(armed.submission().policy());
      server.list = Optional.of(armed.submission().releaseList());
      return armed.escrows().getFirst().identity();
    }
  }

  private void anotherListComesFirst() {
    server.list = Optional.of(next(list()).sign(keys.signing()));
  }

  private static ReleaseList next(ReleaseList now) {
    return new ReleaseList(
        now.epoch(), now.policyHash(), now.version() + 1, Instant.EPOCH, now.items());
  }

  private ReleaseList list() {
    var key = new VerificationKey(client.home().requireAccount().signing());
    return done(ReleaseList.verify(server.list.orElseThrow(), key));
  }

  private Putting.Stored put() throws IOException {
    var vault = new Vaults(client).find("Evidence");
    try (var owner = new Accounts(client).unlock()) {
      return new Putting(client)
          .put(
              owner,
              vault,
              new Putting.Wish(
                  folder.resolve("plan.pdf"),
                  "The plan",
                  "application/pdf",
                  EncryptionClass.B,
                  Set.of(),
                  Optional.empty()));
    }
  }

  /** The client in a process of its own, which can really be killed. */
  private Process client(String command, String... more) throws IOException {
    var line =
        Stream.of(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    VaultCli.class.getName(),
                    command),
                Arrays.stream(more),
                Stream.of("--passphrase-file", folder.resolve("passphrase").toString()))
            .flatMap(part -> part)
            .toList();
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("VAULT_HOME", client.home().folder().toString());
    return builder.redirectOutput(folder.resolve("said").toFile()).start();
  }

  private static void kill(CompletableFuture<Process> running) {
    try {
      running.join().destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"));
  }

  /** Where the unfinished upload is kept. */
  private Path upload() {
    return client.home().uploads().resolve(left().getFirst());
  }

  private Path ciphertext() {
    return upload().resolve("document.age");
  }

  private static byte[] payload(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    var header = AgeHeader.read(bytes, AgeLimits.DEFAULT).orThrow("kept");
    return Arrays.copyOfRange(bytes, header.length(), bytes.length);
  }

  private static AgeHeader header(CheatingServer.Document stored) {
    var header = Base64Url.decode(String.valueOf(stored.offer().get("header")));
    return AgeHeader.readExactly(header, AgeLimits.DEFAULT).orThrow("stored");
  }

  private void copy(Path upload) {
    try (var files = Files.list(upload)) {
      Files.createDirectory(folder.resolve("copy"));
      for (var file : files.toList()) {
        Files.copy(file, folder.resolve("copy").resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> left() {
    try (var folders = Files.list(client.home().uploads())) {
      return folders.map(f -> f.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T done(Outcome<T> outcome) {
    return EscrowWorld.done(outcome);
  }
}
