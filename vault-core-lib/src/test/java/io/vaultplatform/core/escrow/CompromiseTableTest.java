package io.vaultplatform.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.internal.TakenKeyStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What opens for whom, tried out: for every combination of what may be taken, an {@link Attacker}
 * is given exactly those bytes and keys and tries everything. {@code docs/compromise-table.md} is
 * what came out; {@code -Dcompromise.table=write} writes it anew.
 */
class CompromiseTableTest {
  private static final Path PAGE = Path.of("..", "docs", "compromise-table.md");
  private static final String PASSPHRASE = "the passphrase of the key store";

  /** What may be taken. */
  enum Taken {
    DATABASE("database"),
    OBJECT_STORE("object store"),
    HOST_MEMORY("application host memory"),
    KEY_STORE("key-store file"),
    PASSPHRASE("key-store passphrase"),
    GATE("gate"),
    ONE_TRUSTEE("one trustee"),
    QUORUM("m trustees"),
    RECIPIENT("recipient"),
    OPERATOR("operator");

    final String words;

    Taken(String words) {
      this.words = words;
    }
  }

  /** When it is taken. */
  enum When {
    ARMED("armed, and nobody is asked"),
    CONFIRMED("the quorum has confirmed, and the challenge window runs"),
    RELEASED("after the release"),
    /** Only where the platform opens; everywhere else it is as after the release. */
    CLAIMED("after the recipient brought a key");

    final String words;

    When(String words) {
      this.words = words;
    }
  }

  /** What somebody would like to read. */
  enum Wanted {
    CONTENT_A("content of class A"),
    TITLE_A("title of class A"),
    CONTENT_B("content of class B"),
    TITLE_B("title of class B"),
    CONTENT_C("content of class C"),
    TITLE_C("title of class C");

    final String words;

    Wanted(String words) {
      this.words = words;
    }
  }

  /** A way to build it that somebody could take for as good. */
  enum Build {
    AS_DESIGNED,
    /** The recipients' files are made to the gate. */
    INNER_TO_THE_GATE,
    /** The path needs the platform's secret alone. */
    PATH_WITHOUT_TRUSTEES,
    /** That, and class C is given the escrow identity too. */
    ESCROWED_C,
    /** Every trustee holds the whole secret of their group. */
    ONE_TRUSTEE_IS_ENOUGH,
    /** As designed as well: all three trustees can open without the platform. */
    TRUSTEES_ALONE,
    /** As the owner may choose: the recipient had no key, and the platform opens for them. */
    EXECUTOR_OPENED
  }

  private final Attacker.Memory memory = new Attacker.Memory();

  @Test
  void the_table_of_what_opens_for_whom_is_what_an_attacker_finds() {
    var page = new StringBuilder(intro());
    for (var when : List.of(When.ARMED, When.CONFIRMED, When.RELEASED)) {
      var opens = tried(when, Build.AS_DESIGNED);
      requireMonotone(opens);
      page.append("\n## ").append(upper(when.words)).append("\n\n").append(singles(opens));
      page.append("\nThe smallest combinations that open; every other combination of the 1024 that")
          .append(" contains none of them does not.\n\n");
      for (var wanted : Wanted.values()) {
        page.append("- **").append(wanted.words).append("**: ");
        page.append(words(smallest(opens, wanted))).append("\n");
      }
    }
    page.append(alone());
    page.append(executorOpened());
    var text = page.toString();
    if ("write".equals(System.getProperty("compromise.table"))) {
      write(text);
    }
    assertThat(text).isEqualTo(read());
  }

  // Where an owner wishes it and the product allows it; nothing but class B differs.
  private String alone() {
    var opens = tried(When.ARMED, Build.TRUSTEES_ALONE);
    requireMonotone(opens);
    var page = new StringBuilder(ALONE);
    for (var wanted : Wanted.values()) {
      page.append("- **").append(wanted.words).append("**: ");
      page.append(words(smallest(opens, wanted))).append("\n");
    }
    return page.toString();
  }

  private String executorOpened() {
    var page = new StringBuilder(EXECUTOR_OPENED);
    for (var when : When.values()) {
      var opens = tried(when, Build.EXECUTOR_OPENED);
      requireMonotone(opens);
      page.append("\n### ").append(upper(when.words)).append("\n\n");
      for (var wanted : Wanted.values()) {
        page.append("- **").append(wanted.words).append("**: ");
        page.append(words(smallest(opens, wanted))).append("\n");
      }
    }
    return page.toString();
  }

  @Test
  void where_the_platform_opens_it_takes_the_recipients_place_and_never_the_trustees() {
    var armed = smallest(tried(When.ARMED, Build.EXECUTOR_OPENED), Wanted.CONTENT_B);
    assertThat(armed).isNotEmpty().allSatisfy(taken -> assertThat(taken).contains(Taken.QUORUM));
    assertThat(armed)
        .contains(
            EnumSet.of(Taken.DATABASE, Taken.OBJECT_STORE, Taken.GATE, Taken.QUORUM),
            EnumSet.of(Taken.PASSPHRASE, Taken.QUORUM, Taken.OPERATOR));
    assertThat(smallest(tried(When.CONFIRMED, Build.EXECUTOR_OPENED), Wanted.CONTENT_B))
        .allSatisfy(
            taken ->
                assertThat(taken)
                    .containsAnyOf(Taken.GATE, Taken.HOST_MEMORY, Taken.KEY_STORE, Taken.OPERATOR));
    assertThat(smallest(tried(When.RELEASED, Build.EXECUTOR_OPENED), Wanted.CONTENT_B))
        .as("until a key is brought the platform's own keys are enough")
        .contains(EnumSet.of(Taken.DATABASE, Taken.OBJECT_STORE, Taken.GATE))
        .noneSatisfy(taken -> assertThat(taken).contains(Taken.QUORUM));
  }

  @Test
  void once_a_key_was_brought_only_it_opens_what_a_backup_did_not_keep() {
    var claimed = smallest(tried(When.CLAIMED, Build.EXECUTOR_OPENED), Wanted.CONTENT_B);
    assertThat(claimed)
        .contains(EnumSet.of(Taken.RECIPIENT))
        .allSatisfy(taken -> assertThat(taken).containsAnyOf(Taken.RECIPIENT, Taken.OPERATOR));
    for (var when : When.values()) {
      var opens = tried(when, Build.EXECUTOR_OPENED);
      assertThat(smallest(opens, Wanted.CONTENT_C)).as("class C, %s", when).isEmpty();
      assertThat(smallest(opens, Wanted.TITLE_C)).as("class C, %s", when).isEmpty();
    }
  }

  @Test
  void trustees_alone_need_everybody_of_their_path_a_recipient_and_the_ciphertext() {
    var opens = tried(When.ARMED, Build.TRUSTEES_ALONE);
    assertThat(smallest(opens, Wanted.CONTENT_B))
        .allSatisfy(taken -> assertThat(taken).contains(Taken.RECIPIENT, Taken.QUORUM))
        .contains(
            EnumSet.of(Taken.DATABASE, Taken.OBJECT_STORE, Taken.QUORUM, Taken.RECIPIENT),
            EnumSet.of(Taken.OPERATOR, Taken.QUORUM, Taken.RECIPIENT));
    var designed = tried(When.ARMED, Build.AS_DESIGNED);
    for (var wanted : List.of(Wanted.CONTENT_A, Wanted.TITLE_A, Wanted.CONTENT_C, Wanted.TITLE_C)) {
      assertThat(smallest(opens, wanted)).isEqualTo(smallest(designed, wanted));
    }
  }

  @Test
  void before_a_release_class_b_needs_the_platform_a_quorum_and_a_recipient_together() {
    for (var when : List.of(When.ARMED, When.CONFIRMED)) {
      var opens = tried(when, Build.AS_DESIGNED);
      for (var taken : smallest(opens, Wanted.CONTENT_B)) {
        assertThat(taken).as("%s", when).contains(Taken.RECIPIENT);
        assertThat(taken)
            .containsAnyOf(Taken.GATE, Taken.HOST_MEMORY, Taken.KEY_STORE, Taken.OPERATOR);
        if (when == When.ARMED) {
          assertThat(taken).contains(Taken.QUORUM);
        }
      }
      for (var taken : smallest(opens, Wanted.CONTENT_C)) {
        assertThat(taken).contains(Taken.RECIPIENT);
      }
    }
  }

  @Test
  void an_attacker_notices_each_weakened_construction() {
    var designed = tried(When.ARMED, Build.AS_DESIGNED);
    assertThat(smallest(tried(When.ARMED, Build.INNER_TO_THE_GATE), Wanted.CONTENT_B))
        .as("without a recipient")
        .anySatisfy(taken -> assertThat(taken).doesNotContain(Taken.RECIPIENT));
    assertThat(smallest(tried(When.ARMED, Build.PATH_WITHOUT_TRUSTEES), Wanted.CONTENT_B))
        .as("without trustees")
        .anySatisfy(taken -> assertThat(taken).doesNotContain(Taken.QUORUM, Taken.ONE_TRUSTEE));
    assertThat(smallest(tried(When.ARMED, Build.ONE_TRUSTEE_IS_ENOUGH), Wanted.CONTENT_B))
        .as("with one trustee")
        .anySatisfy(taken -> assertThat(taken).contains(Taken.ONE_TRUSTEE));
    assertThat(smallest(designed, Wanted.CONTENT_B))
        .noneSatisfy(taken -> assertThat(taken).contains(Taken.ONE_TRUSTEE));
    // Whatever the gate can open of class B, of class C it is nothing, unless C had an E as well.
    assertThat(smallest(tried(When.ARMED, Build.INNER_TO_THE_GATE), Wanted.CONTENT_C))
        .allSatisfy(taken -> assertThat(taken).contains(Taken.RECIPIENT));
    assertThat(smallest(tried(When.ARMED, Build.ESCROWED_C), Wanted.CONTENT_C))
        .as("class C with an escrow identity")
        .anySatisfy(taken -> assertThat(taken).doesNotContain(Taken.RECIPIENT));
  }

  private Map<Set<Taken>, Set<Wanted>> tried(When when, Build build) {
    var scene = new Scene(when, build);
    var opens = new LinkedHashMap<Set<Taken>, Set<Wanted>>();
    for (var taken : subsets()) {
      var files =
          new Attacker(memory, scene.policyHash, taken.stream().map(scene::of).toList())
              .everything();
      opens.put(taken, scene.wanted(files));
    }
    return opens;
  }

  private static List<Set<Taken>> subsets() {
    var all = new ArrayList<Set<Taken>>(List.of(Set.of()));
    for (var one : Taken.values()) {
      for (var smaller : List.copyOf(all)) {
        var larger = new java.util.LinkedHashSet<>(smaller);
        larger.add(one);
        all.add(larger);
      }
    }
    return all;
  }

  /** One vault with a document of each class, and what each party has of it. */
  private static final class Scene {
    private final EscrowWorld world;
    private final Map<Taken, Attacker.Holdings> holdings = new EnumMap<>(Taken.class);
    private final Map<Wanted, Set<String>> goals = new EnumMap<>(Wanted.class);
    private final String policyHash;
    private final AgeIdentity platform = AgeIdentity.generate(Suite.CLASSIC);
    private final TakenKeyStore store = TakenKeyStore.make(PASSPHRASE);

    Scene(When when, Build build) {
      this.world = new EscrowWorld(build == Build.ONE_TRUSTEE_IS_ENOUGH ? 1 : 2, 3, 1);
      var a = world.document(EncryptionClass.A, platform.recipient());
      var b = world.document(EncryptionClass.B);
      var recipient = world.recipients.getFirst();
      // Who has no key when something is put can be no reader of class C.
      var c =
          build == Build.EXECUTOR_OPENED
              ? world.document(EncryptionClass.C)
              : world.document(EncryptionClass.C, recipient.identity().recipient());
      var wishes = world.wishes();
      var made =
          EscrowWorld.done(
              Arming.arm(
                  switch (build) {
                    case INNER_TO_THE_GATE, ESCROWED_C, EXECUTOR_OPENED -> byExecutor(wishes);
                    case TRUSTEES_ALONE -> world.orAlone(wishes);
                    case AS_DESIGNED, PATH_WITHOUT_TRUSTEES, ONE_TRUSTEE_IS_ENOUGH -> wishes;
                  },
                  List.of(b.small(), c.small()),
                  world.ownerIdentity,
                  world.ownerKey));
      var submission = made.submission();
      var policy =
          EscrowWorld.done(
              ReleasePolicy.verify(submission.policy(), world.ownerKey.verificationKey()));
      policyHash = policy.hash();
      var packet =
          build == Build.PATH_WITHOUT_TRUSTEES
              ? withoutTrustees(submission, policy)
              : submission.packets().getFirst().outer();
      var handed = world.handed(submission, b, c);
      var database = of(Taken.DATABASE);
      stored(database, a, a.small().header().bytes(), a.small().metadata());
      stored(database, b, handed.get(0).header().toArray(), handed.get(0).metadata().toArray());
      stored(database, c, handed.get(1).header().toArray(), handed.get(1).metadata().toArray());
      if (build == Build.ESCROWED_C) {
        var keys =
            Set.of(
                world.ownerIdentity.recipient(),
                recipient.identity().recipient(),
                made.escrows().getFirst().identity().recipient());
        var weak = c.small().header().rewrap(world.ownerIdentity, keys).orThrow("header").bytes();
        database.headers.add(weak);
        goals
            .computeIfAbsent(Wanted.CONTENT_C, w -> new HashSet<>())
            .add(Attacker.hash(EscrowWorld.joined(weak, c.payload())));
      }
      Stream.of(a, b, c).forEach(d -> of(Taken.OBJECT_STORE).payloads.add(d.payload()));
      goal(Wanted.CONTENT_A, Wanted.TITLE_A, a, List.of());
      goal(Wanted.CONTENT_B, Wanted.TITLE_B, b, List.of(handed.get(0)));
      goal(Wanted.CONTENT_C, Wanted.TITLE_C, c, List.of(handed.get(1)));

      database.files.add(packet.bytes());
      // A release that is over destroyed them; a backup from before does not know that.
      var shares = when == When.ARMED || when == When.CONFIRMED ? database : of(Taken.OPERATOR);
      submission.platformShares().forEach(s -> shares.files.add(s.file().bytes()));
      submission.trusteeShares().forEach(s -> shares.files.add(s.share().file().bytes()));
      var asked = world.ask(submission);
      keys(database, asked, when);
      if (when != When.ARMED) {
        for (int i = 0; i < world.shares; i++) {
          confirmed(submission, asked, i).forEach(s -> database.files.add(s.file().bytes()));
        }
      }
      if (when == When.RELEASED || when == When.CLAIMED) {
        var inner = inner(submission);
        var shown = inner;
        if (when == When.CLAIMED) {
          shown =
              EscrowWorld.done(
                  Readdressing.of(
                      policy, inner, world.gateIdentity, recipient.identity().recipient()));
          // Erased when it was encrypted anew; a backup from before does not know that.
          of(Taken.OPERATOR).files.add(inner.file().bytes());
        }
        database.files.add(shown.file().bytes());
        if (build != Build.EXECUTOR_OPENED || when == When.CLAIMED) {
          of(Taken.RECIPIENT).files.add(shown.file().bytes());
        }
        released(b, c, handed);
      }
      trustees(submission);
      made.handOuts().ifPresent(this::handOuts);
      of(Taken.RECIPIENT).keys.add(recipient.identity());
      // Who runs the machine reads its disks and its backups, and may start other programs on them.
      var operator = of(Taken.OPERATOR);
      for (var part : List.of(Taken.DATABASE, Taken.OBJECT_STORE, Taken.KEY_STORE)) {
        operator.files.addAll(of(part).files);
        operator.headers.addAll(of(part).headers);
        operator.payloads.addAll(of(part).payloads);
        operator.keys.addAll(of(part).keys);
        operator.columns.addAll(of(part).columns);
        operator.stores.addAll(of(part).stores);
      }
    }

    Attacker.Holdings of(Taken taken) {
      return holdings.computeIfAbsent(taken, never -> new Attacker.Holdings());
    }

    private Arming.Wishes byExecutor(Arming.Wishes w) {
      return EscrowWorld.withRecipients(
          w,
          w.recipients().stream().map(r -> Arming.Recipient.byExecutor(r.id(), w.gate())).toList());
    }

    // Each holds the kit and their own file; those of the path are all three.
    private void handOuts(HandOuts handOuts) {
      of(Taken.QUORUM).keys.add(world.trustees.get(2).identity());
      for (var party : List.of(Taken.ONE_TRUSTEE, Taken.QUORUM)) {
        handOuts.kit().packets().forEach(p -> of(party).files.add(p.outer().bytes()));
        handOuts.shares().stream()
            .filter(
                s -> party == Taken.QUORUM || s.trustee().equals(world.trustees.getFirst().id()))
            .forEach(s -> of(party).files.add(s.share().file().bytes()));
      }
    }

    private SealedFile withoutTrustees(Submission submission, ReleasePolicy policy) {
      try (var right = world.path(submission);
          var share = world.platformShare(submission);
          var wrong = PathIdentity.of(Suite.CLASSIC, List.of(share.share()), policy.hash())) {
        var packet = submission.packets().getFirst();
        return EscrowPacket.seal(
                packet.epoch(),
                packet.place(),
                packet.policyHash(),
                EscrowWorld.done(packet.open(right)),
                wrong.recipient())
            .outer();
      }
    }

    private void stored(
        Attacker.Holdings database, EscrowWorld.Stored d, byte[] header, byte[] metadata) {
      database.headers.add(header);
      database.files.add(metadata);
      goals.computeIfAbsent(content(d), w -> new HashSet<>());
    }

    private static Wanted content(EscrowWorld.Stored d) {
      return switch (d.small().manifest().encryptionClass()) {
        case A -> Wanted.CONTENT_A;
        case B -> Wanted.CONTENT_B;
        case C -> Wanted.CONTENT_C;
      };
    }

    private void goal(
        Wanted content, Wanted title, EscrowWorld.Stored d, List<Receiving.HandedDocument> handed) {
      var contents = goals.computeIfAbsent(content, w -> new HashSet<>());
      var titles = goals.computeIfAbsent(title, w -> new HashSet<>());
      var small = d.small();
      contents.add(Attacker.hash(EscrowWorld.joined(small.header().bytes(), d.payload())));
      titles.add(Attacker.hash(small.metadata()));
      for (var h : handed) {
        contents.add(Attacker.hash(EscrowWorld.joined(h.header().toArray(), d.payload())));
        titles.add(Attacker.hash(h.metadata().toArray()));
      }
    }

    // The server's private keys are in its rows, sealed; in its memory the key service is open.
    private void keys(Attacker.Holdings database, EscrowWorld.Asked asked, When when) {
      var open = store.open(PASSPHRASE).orElseThrow();
      column(database, open.application(), KeyRef.PLATFORM, platform);
      column(database, open.application(), KeyRef.GATE, world.gateIdentity);
      of(Taken.GATE).keys.add(world.gateIdentity);
      if (when == When.CONFIRMED) {
        column(database, open.application(), KeyRef.GATE, asked.releaseIdentity());
        of(Taken.GATE).keys.add(asked.releaseIdentity());
      }
      of(Taken.HOST_MEMORY).opened.add(open);
      of(Taken.KEY_STORE).stores.add(store);
      of(Taken.PASSPHRASE).passphrases.add(PASSPHRASE);
    }

    private static void column(
        Attacker.Holdings database,
        io.vaultplatform.core.kms.KeyService service,
        KeyRef ref,
        AgeIdentity identity) {
      var context = KeyContext.of("compromise-test").and("recipient", identity.recipient().text());
      try (var seed = identity.seed()) {
        database.columns.add(
            new Attacker.SealedColumn(ref, Bytes.of(service.seal(ref, seed, context)), context));
      }
    }

    private List<PlacedFile> confirmed(Submission submission, EscrowWorld.Asked asked, int i) {
      var trustee = world.trustees.get(i);
      var signed =
          EscrowWorld.done(
              Confirming.confirm(
                  world.shown(submission, asked, i),
                  world.ownerKey.verificationKey(),
                  trustee.identity(),
                  trustee.key(),
                  EscrowWorld.NOW));
      return EscrowWorld.done(Confirmation.verify(signed, trustee.key().verificationKey()))
          .shares();
    }

    private EscrowPacket.Inner inner(Submission submission) {
      try (var path = world.path(submission)) {
        return EscrowWorld.done(submission.packets().getFirst().open(path)).getFirst();
      }
    }

    // Beside their packet the recipient is given the ciphertext; the server keeps what it handed
    // over.
    private void released(
        EscrowWorld.Stored b, EscrowWorld.Stored c, List<Receiving.HandedDocument> handed) {
      var recipient = of(Taken.RECIPIENT);
      for (var h : handed) {
        recipient.headers.add(h.header().toArray());
        recipient.files.add(h.metadata().toArray());
      }
      recipient.payloads.add(b.payload());
      recipient.payloads.add(c.payload());
    }

    private void trustees(Submission submission) {
      for (int i = 0; i < 2; i++) {
        for (var party :
            i == 0 ? List.of(Taken.ONE_TRUSTEE, Taken.QUORUM) : List.of(Taken.QUORUM)) {
          of(party).keys.add(world.trustees.get(i).identity());
          of(party).files.add(submission.trusteeShares().get(i).share().file().bytes());
        }
      }
    }

    Set<Wanted> wanted(Set<String> opened) {
      var all = EnumSet.noneOf(Wanted.class);
      goals.forEach(
          (wanted, files) -> {
            if (files.stream().anyMatch(opened::contains)) {
              all.add(wanted);
            }
          });
      return all;
    }
  }

  private static void requireMonotone(Map<Set<Taken>, Set<Wanted>> opens) {
    opens.forEach(
        (taken, wanted) -> {
          for (var more : Taken.values()) {
            var larger = EnumSet.copyOf(Stream.concat(taken.stream(), Stream.of(more)).toList());
            assertThat(opens.get(larger)).containsAll(wanted);
          }
        });
  }

  private static List<Set<Taken>> smallest(Map<Set<Taken>, Set<Wanted>> opens, Wanted wanted) {
    var all =
        opens.entrySet().stream()
            .filter(e -> e.getValue().contains(wanted))
            .map(Map.Entry::getKey)
            .toList();
    var smallest = new ArrayList<Set<Taken>>();
    for (var one : all) {
      if (all.stream().noneMatch(other -> !other.equals(one) && one.containsAll(other))) {
        smallest.add(one);
      }
    }
    smallest.sort(
        java.util.Comparator.<Set<Taken>>comparingInt(Set::size)
            .thenComparing(
                set ->
                    Stream.of(Taken.values())
                        .map(taken -> set.contains(taken) ? "0" : "1")
                        .collect(Collectors.joining())));
    return smallest;
  }

  private static String singles(Map<Set<Taken>, Set<Wanted>> opens) {
    var table = new StringBuilder("| taken alone |");
    for (var wanted : Wanted.values()) {
      table.append(' ').append(wanted.words).append(" |");
    }
    table.append("\n|---|").append("---|".repeat(Wanted.values().length)).append("\n");
    for (var taken : Taken.values()) {
      table.append("| ").append(taken.words).append(" |");
      for (var wanted : Wanted.values()) {
        table.append(
            opens.getOrDefault(EnumSet.of(taken), Set.of()).contains(wanted)
                ? " **opens** |"
                : " shut |");
      }
      table.append("\n");
    }
    return table.toString();
  }

  private static String words(List<Set<Taken>> sets) {
    return sets.isEmpty()
        ? "nothing opens it, all ten together included"
        : sets.stream()
            .map(
                s ->
                    Stream.of(Taken.values())
                        .filter(s::contains)
                        .map(t -> t.words)
                        .collect(Collectors.joining(" + ")))
            .collect(Collectors.joining("; "));
  }

  private static String upper(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static final String ALONE =
      """

      ## Armed, and the trustees can open without the platform

      Where a product proceeds without answers, its owner may wish for a path of trustees alone. Here it needs all three, and "m trustees" are these three with the kit and the files that they were handed; the path with the platform is as above. The gate and the windows bind the platform's path alone: the other one is bound by people, and by where the ciphertext is.

      """;

  private static final String EXECUTOR_OPENED =
      """

      ## Executor-opened: the platform opens for a recipient without a key

      An owner may choose, by typing that they mean it, that the platform itself opens for a recipient who has no key (mode `executor` in the signed policy). Before the trustees' quorum that changes nothing for the platform alone; but wherever a recipient is named above, here the platform's keys are enough, and from the release on, until a key is brought, no trustee is needed either. Here the one recipient is such a recipient: "recipient" is the key that they bring, and they are no reader of class C.

      What they bring their key with is a link and a code: whoever has both first is the recipient. After that the file to the gate is erased, and when the release is over the shares are; backups from before still hold both, which is why the operator stands beside the platform's keys in the last part. Until it is over, the platform's keys and m trustees together could open the packet once more.
      """;

  private static String intro() {
    return """
    # What opens for whom

    Written by `CompromiseTableTest`, which really tries: for each of the 1024 combinations of the ten things below an attacker is given exactly those bytes and keys and runs every way of opening there is until nothing new comes out. The build fails when this page says anything else; `-Dcompromise.table=write` writes it anew. The same test weakens the construction in several ways and demands that the attacker notices each.

    | taken | is |
    |---|---|
    | database | every row: headers, metadata files, manifests, packets, shares, confirmations, keys as they are sealed |
    | object store | every payload |
    | application host memory | the opened key service of a running server, both principals: gate and application share a process here |
    | key-store file, key-store passphrase | the PKCS#12 file, and what opens it |
    | gate | the gate's identity and, while they exist, the release keys' private halves |
    | one trustee, m trustees | their keys and their own share files; m is the quorum, here 2 of 3 |
    | recipient | their key, and after the release what was handed to them |
    | operator | the disks of the machine and its backups: database, object store and key-store file; no passphrase, and not what runs |

    One owner, three trustees (2 needed), one recipient, one document of each class; the recipient's own key was added to that of class C. The owner's passphrase is none of the ten.

    **Without any key the database shows** who owns which vault, every document's class, version, padded size and times, the plan and its windows, how many trustees and recipients there are with their public keys, and the log. It shows no title, no file name, no mail address and no content.

    What is policy and not cryptography: the gate, m trustees and a recipient who act together, with the database and the object store, can open before the time; a clock is nothing that mathematics can check.
    """;
  }

  private static String read() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String text) {
    try {
      Files.writeString(PAGE, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
