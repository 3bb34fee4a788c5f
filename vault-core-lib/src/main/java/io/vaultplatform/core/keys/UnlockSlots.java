package io.vaultplatform.core.keys;

import io.vaultplatform.core.crypto.AgeFault;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code unlock-slots/v1}: the four places from which an owner's bundle can be unlocked, always
 * four, those that are not in use made like the others.
 *
 * <p>The bundle is encrypted to a random <em>bundle identity</em>; each slot is an age file that
 * holds it. So the bundle can be stored anew without touching a slot, and a slot that is taken away
 * is taken away by a new bundle identity. All slots are written anew with every change: whoever
 * compares two states sees which verifier changed, and of no file what became of it.
 *
 * @param places of which each kind but {@code NONE} is there once at most
 */
public record UnlockSlots(List<UnlockSlot> places) {
  /** How many there are, whatever is in use. */
  public static final int COUNT = 4;

  /** Bytes of one sealed slot: a header with one hybrid stanza, and a payload of 78 bytes. */
  public static final int SIZE = 1737;

  private static final int PLAIN = 78;

  public UnlockSlots {
    places = List.copyOf(places);
    var kinds =
        places.stream().map(UnlockSlot::kind).filter(kind -> kind != SlotKind.NONE).toList();
    if (places.size() != COUNT || kinds.stream().distinct().count() != kinds.size()) {
      throw new IllegalArgumentException("there are four unlock slots, one of a kind");
    }
  }

  /** Of a new account: a passphrase, at a place that says nothing. */
  public static UnlockSlots first(AgeRecipient passphrase, Instant now) {
    return new UnlockSlots(Stream.generate(UnlockSlot::none).limit(COUNT).toList())
        .withPassphrase(passphrase, now);
  }

  /** The slot of this kind. */
  public Optional<UnlockSlot> of(SlotKind kind) {
    return places.stream().filter(slot -> slot.kind() == kind).findFirst();
  }

  /** With another passphrase, or a first one. */
  public UnlockSlots withPassphrase(AgeRecipient recipient, Instant now) {
    return with(UnlockSlot.passphrase(recipient, now));
  }

  /** With this slot, in the place of the one of its kind or at a free one. */
  public UnlockSlots with(UnlockSlot slot) {
    int at = indexOf(slot.kind()).orElseGet(this::free);
    return at(at, slot);
  }

  /** Without the slot of this kind: its place looks as if something were there, as before. */
  public UnlockSlots without(SlotKind kind) {
    return indexOf(kind).map(at -> at(at, UnlockSlot.none())).orElse(this);
  }

  private UnlockSlots at(int place, UnlockSlot slot) {
    var changed = new ArrayList<>(places);
    changed.set(place, slot);
    return new UnlockSlots(changed);
  }

  private Optional<Integer> indexOf(SlotKind kind) {
    for (int i = 0; i < COUNT; i++) {
      if (places.get(i).kind() == kind) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  // Four kinds, four places, one of a kind: for a kind that is not there, one is free.
  private int free() {
    int first = Randomness.bytes(1)[0] & (COUNT - 1);
    for (int i = 0; i < COUNT; i++) {
      int at = (first + i) % COUNT;
      if (places.get(at).kind() == SlotKind.NONE) {
        return at;
      }
    }
    throw new IllegalStateException("four kinds do not fit into four places");
  }

  /** The four files, one behind the other, each holding the bundle identity. */
  public byte[] seal(AgeIdentity bundle) {
    var all = new ByteArrayOutputStream(COUNT * SIZE);
    try (var text = bundle.text()) {
      // A line of its own, so that "age -d" of a slot gives a file of identities for the bundle.
      var line = text.expose(bytes -> Arrays.copyOf(bytes, bytes.length + 1));
      line[line.length - 1] = '\n';
      for (var slot : places) {
        all.writeBytes(AgeFile.encrypt(line, Set.of(slot.recipient())));
      }
      Arrays.fill(line, (byte) 0);
    }
    return all.toByteArray();
  }

  /** The four verifiers, one behind the other. */
  public byte[] verifiers() {
    var all = new ByteArrayOutputStream(COUNT * UnlockSlot.VERIFIER);
    places.forEach(slot -> all.writeBytes(slot.verifier().toArray()));
    return all.toByteArray();
  }

  /**
   * The bundle identity, from whichever of the four files this identity opens.
   *
   * @return unopened with one and the same fault for a wrong identity and for damaged files: which
   *     of them it was helps only somebody who tries
   */
  public static Opening<AgeIdentity> open(byte[] sealed, AgeIdentity unlock) {
    for (int at = 0; at + SIZE <= sealed.length && at < COUNT * SIZE; at += SIZE) {
      var file = Arrays.copyOfRange(sealed, at, at + SIZE);
      if (AgeFile.decrypt(file, List.of(unlock), PLAIN)
          instanceof Opening.Opened<SecretBytes>(var plain)) {
        try (plain) {
          return new Opening.Opened<>(plain.expose(UnlockSlots::identity));
        } catch (IllegalArgumentException e) {
          return shut();
        }
      }
    }
    return shut();
  }

  private static AgeIdentity identity(byte[] line) {
    var text = new String(line, StandardCharsets.US_ASCII);
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("a slot holds one line");
    }
    return AgeIdentity.parse(text.substring(0, text.length() - 1));
  }

  private static <T> Opening<T> shut() {
    return Opening.fault(AgeFault.Kind.NO_MATCH, "no unlock slot opens with this");
  }
}
