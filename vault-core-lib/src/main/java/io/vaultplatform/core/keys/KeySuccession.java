package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code key-epoch/v1}: an owner's next keys, signed by the ones before and by the new ones.
 *
 * <p>The old key says who comes next, so whoever pinned it can follow. The new key says who came
 * before, so whoever begins with the new one can still check what the old one signed; and nobody
 * can name a key as theirs that they do not hold.
 *
 * @param epoch of the new keys, from 2
 * @param previous fingerprint (SHA-256, lower-case hex) of the keys before
 */
public record KeySuccession(AccountId account, int epoch, PublicKeys keys, String previous) {
  public static final String FORMAT = "vault/key-epoch/v1";
  private static final int MOST = 1000;

  public KeySuccession {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(keys, "keys");
    if (epoch < 2 || epoch > MOST) {
      throw new FieldException("succession.epoch", "is not within 2 and " + MOST);
    }
  }

  /** One epoch of an account: its keys, and how they came; nothing for the first. */
  public record Epoch(int number, PublicKeys keys, Optional<Signed> succession) {}

  /** The statement, with both signatures. */
  public static Signed sign(
      AccountId account, int epoch, PublicKeys next, SigningKey nextKey, PrivateKeys before) {
    var body =
        Map.of(
            "format",
            FORMAT,
            "account",
            account.toString(),
            "epoch",
            epoch,
            "recipient",
            next.recipient().text(),
            "signing",
            next.signing().text(),
            "previous",
            before.publicKeys().fingerprint().hash());
    return Signed.sign(body, before.signing()).also(nextKey);
  }

  /** Reads and checks the statement that follows {@code before}. */
  public static Outcome<KeySuccession> check(
      Signed signed, AccountId account, PublicKeys before, int epochBefore) {
    return switch (signed.verify(before.signing(), FORMAT)) {
      case Signed.Verification.Broken(var why) -> refused("Refused because " + why + ".");
      case Signed.Verification.Valid(var body) -> {
        KeySuccession read;
        try {
          read = of(body);
        } catch (FieldException e) {
          yield new Outcome.Refused<>(e.refusal());
        }
        yield read.follows(signed, account, before, epochBefore);
      }
    };
  }

  private Outcome<KeySuccession> follows(
      Signed signed, AccountId expected, PublicKeys before, int epochBefore) {
    if (!account.equals(expected)) {
      return refused("The succession is of another account.");
    }
    if (epoch != epochBefore + 1 || !previous.equals(before.fingerprint().hash())) {
      return refused("The succession does not follow the keys of epoch " + epochBefore + ".");
    }
    if (keys.signing().equals(before.signing())
        || keys.recipient().sharesAKeyWith(before.recipient())) {
      return refused("New keys have nothing in common with the ones before.");
    }
    return signed.verify(keys.signing(), FORMAT) instanceof Signed.Verification.Broken(var why)
        ? refused("Refused because, for the new key, " + why + ".")
        : Outcome.done(this);
  }

  private static KeySuccession of(Map<String, Object> body) {
    var fields = Fields.of(body, "succession");
    fields.format(FORMAT);
    var read =
        new KeySuccession(
            new AccountId(fields.uuid("account")),
            (int) fields.number("epoch", 2, MOST),
            new PublicKeys(
                parsed(fields, "recipient", RecipientKeys::parse),
                parsed(fields, "signing", VerificationKey::new)),
            fields.hash("previous"));
    fields.end();
    return read;
  }

  private static <T> T parsed(
      Fields fields, String name, java.util.function.Function<String, T> read) {
    try {
      return read.apply(fields.text(name));
    } catch (IllegalArgumentException e) {
      throw new FieldException(fields.where(name), "is no public key");
    }
  }

  /**
   * Every keys of an account, first epoch first, held together by their successions.
   *
   * @param history as somebody else tells it, in order
   */
  public static Outcome<List<PublicKeys>> chain(AccountId account, List<Epoch> history) {
    var keys = new ArrayList<PublicKeys>();
    for (var epoch : history) {
      if (epoch.number() != keys.size() + 1 || epoch.succession().isPresent() == keys.isEmpty()) {
        return refused("The epochs of an account count from 1 without gaps.");
      }
      if (!keys.isEmpty()) {
        var checked =
            check(epoch.succession().orElseThrow(), account, keys.getLast(), keys.size())
                .then(
                    s ->
                        s.keys().equals(epoch.keys())
                            ? Outcome.done(s)
                            : KeySuccession.<KeySuccession>refused(
                                "The succession names other keys than the directory."));
        if (checked instanceof Outcome.Refused<KeySuccession>(var refusal)) {
          return Outcome.refused(refusal);
        }
      }
      keys.add(epoch.keys());
    }
    return keys.isEmpty() ? refused("There are no epochs.") : Outcome.done(List.copyOf(keys));
  }

  private static <T> Outcome<T> refused(String why) {
    return Outcome.refused(Refusal.Reason.UNACCEPTABLE, "succession", why);
  }
}
