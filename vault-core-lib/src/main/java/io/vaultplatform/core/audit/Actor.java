package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.AccountId;
import java.util.Locale;
import java.util.Objects;

/**
 * Who acted, as a kind and an id that names nobody: an account's, a trustee's or a trigger's uuid,
 * never a name, an address or a key.
 *
 * <p>Entries outlive an erasure, so whatever identifies a person belongs to the {@link Personal}
 * payload.
 */
public record Actor(Kind kind, String id) {

  /** The closed set of kinds; the text form is the lower-case name. */
  public enum Kind {
    /** A signed-in account. */
    USER,
    /** The platform by itself: a tick, a start, a delivery. */
    SYSTEM,
    /** A trigger that came due. */
    TRIGGER,
    /** A trustee acting through their link and key. */
    TRUSTEE,
    /** A recipient acting through their link and code. */
    RECIPIENT,
    /** A service principal. */
    MACHINE,
    /** Nobody we know: a refused sign-in, a foreign link. */
    ANONYMOUS;

    /** The form that stands in entries. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with this {@link #text}. */
    static Kind of(String text) {
      for (var kind : values()) {
        if (kind.text().equals(text)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("actor.kind is not in the catalogue");
    }
  }

  public Actor {
    Objects.requireNonNull(kind, "kind");
    Facts.pseudonym("actor.id", id);
  }

  public static Actor user(AccountId account) {
    return new Actor(Kind.USER, account.toString());
  }

  /** The platform by itself; {@code part} says which, for example {@code outbox}. */
  public static Actor system(String part) {
    return new Actor(Kind.SYSTEM, part);
  }

  public static Actor anonymous() {
    return new Actor(Kind.ANONYMOUS, "-");
  }
}
