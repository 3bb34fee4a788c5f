package io.vaultplatform.core.notify;

import io.vaultplatform.core.base.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The links in our letters: made here, looked at here, used here.
 *
 * <p>A token is random, kept as its hash only, and good for one purpose. Mail scanners follow
 * links, so looking never changes anything; only a use does, and that is a POST. Unknown, foreign,
 * used and expired links are refused with {@link #REFUSAL}, one sentence for all, and audited where
 * the vault is known.
 */
public interface Links {
  /** What whoever holds a bad link is told, whatever is wrong with it. */
  String REFUSAL = "This link is not valid, or no longer valid.";

  /**
   * Makes a link, in the caller's transaction.
   *
   * @return the token: the only copy, to be put into one letter
   */
  LinkToken create(LinkPurpose purpose, Scope scope, UUID subject, Instant expiresAt);

  /** Withdraws every link of this purpose to this subject, in the caller's transaction. */
  void withdraw(LinkPurpose purpose, UUID subject);

  /**
   * The valid link of this token, without changing anything and without an entry: what a GET may
   * do.
   */
  Optional<Link> look(String token, LinkPurpose purpose);

  /**
   * Uses a link: in one new transaction of the engine, locks its row, lets {@code act} do the work,
   * and marks a single-use link as used. When {@code act} refuses, everything is rolled back and
   * the link stays as it was.
   *
   * @return what {@code act} returned, or a refusal with {@link #REFUSAL}
   */
  <T> Outcome<T> use(String token, LinkPurpose purpose, Function<Link, Outcome<T>> act);
}
