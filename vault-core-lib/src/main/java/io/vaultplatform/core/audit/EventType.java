package io.vaultplatform.core.audit;

import java.util.List;
import java.util.Locale;

/**
 * The catalogue: everything that can be entered, and the facts each entry must carry.
 *
 * <p>Closed on purpose. Whoever reads a log years later finds every word of it explained here; and
 * the release gate, which believes nothing but the log, can rely on the facts being there. A type
 * says what was done or refused, never what is true of anybody. The text form is the lower-case
 * name; a released type is never renamed, and never loses a fact.
 *
 * <p>A type may carry more facts than it asks for; it may not carry fewer.
 */
public enum EventType {
  // --- accounts and sessions (chain of the account)

  /** An account was made. */
  ACCOUNT_CREATED,
  /** A sign-in key was accepted and a session begun. */
  SIGNED_IN("session"),
  /** A sign-in key was not accepted, or came during a back-off. */
  SIGN_IN_REFUSED("why"),
  /** A refresh token was exchanged for new ones. */
  SESSION_REFRESHED("session"),
  /** A session was ended: signed out, or a refresh token came twice. */
  SESSION_REVOKED("session", "why"),
  /** A person's public keys were entered in the directory; {@code fingerprint} covers both keys. */
  KEY_PUBLISHED("epoch", "fingerprint"),
  /** The owner's encrypted key bundle was replaced; the hash is of the age file. */
  KEY_BUNDLE_STORED("epoch", "sha256"),
  /**
   * The owner replaced what unlocks the bundle, and the bundle with it; {@code signIn} says whether
   * the key that signs in was {@code replaced} or {@code kept}.
   */
  UNLOCK_CHANGED("epoch", "sha256", "signIn"),
  /** The owner opened the bundle with that hash without the passphrase, to see that they can. */
  RECOVERY_DRILLED("epoch", "sha256"),
  /** The address for reminders was set; it is not used until confirmed. */
  ADDRESS_SET,
  /** The link sent to that address came back. */
  ADDRESS_CONFIRMED,

  // --- vaults and documents

  /** A vault was made. */
  VAULT_CREATED("product", "suite"),
  /** Its owner moved the vault from suite classic to hybrid, with a platform identity of it. */
  VAULT_SUITE_CHANGED("from", "to", "platformRecipient"),
  /** A document was announced: class fixed, manifest checked, payload still to come. */
  DOCUMENT_CREATED("class", "version"),
  /** The payload is complete and is what the owner's manifest says. */
  DOCUMENT_STORED("class", "version", "payloadSha256", "payloadSize", "manifestSha256"),
  /** The header was exchanged for one with other recipients; the payload is untouched. */
  DOCUMENT_HEADER_REWRAPPED("version", "epoch", "headerSha256"),
  /** The ciphertext was fetched by somebody allowed to. */
  DOCUMENT_OPENED("class", "version"),
  /** An upload was refused: not an age file, another hash, over the quota, a wrong epoch. */
  UPLOAD_REFUSED("why"),
  /** Something asked for what a class forbids (INV-06); it was not done. */
  ENCRYPTION_CLASS_VIOLATION_ATTEMPT("class", "why"),
  /** A platform identity was made for the vault's class A; older ones open it until re-wrapped. */
  PLATFORM_IDENTITY_MADE("platformRecipient"),
  /** A platform identity that nothing was made for any more was destroyed. */
  PLATFORM_IDENTITY_DESTROYED("platformRecipient"),
  /** A document was destroyed for good, by an operator's order. */
  DOCUMENT_SHREDDED,
  /** The vault and all that was in it was destroyed for good, by an operator's order. */
  VAULT_SHREDDED,
  /** The owner ordered another class for a document's content; a weakening waits so long. */
  CLASS_CHANGE_ORDERED("from", "to", "successor", "orderSha256", "waiting"),
  /** A mail server took the letter about a weakening: it waits from now on. */
  CLASS_CHANGE_TOLD("successor", "due"),
  /** The owner took such an order back. */
  CLASS_CHANGE_CANCELLED("from", "to", "successor"),
  /** The successor was stored, and every version of the document before it was erased. */
  CLASS_CHANGED("from", "to", "successor", "orderSha256", "erasedVersions"),
  /** Such an order was refused. */
  CLASS_CHANGE_REFUSED("why"),
  /** Somebody was given a right. */
  GRANT_GIVEN("right"),
  /** A right was withdrawn. */
  GRANT_REVOKED("right"),
  /** A request was refused for want of a right. */
  ACCESS_REFUSED("why"),

  // --- people

  /** An invitation was queued for a trustee. */
  TRUSTEE_INVITED,
  /** The trustee signed an acceptance with their own key. */
  TRUSTEE_ACCEPTED("fingerprint"),
  /** The link sent to the trustee's address came back. */
  TRUSTEE_ADDRESS_CONFIRMED,
  /** A trustee was asked by letter to show that their key still works; when that is due. */
  TRUSTEE_PROOF_ASKED("trustee", "due"),
  /** A trustee's signed statement that their key opened a challenge and their shares was taken. */
  TRUSTEE_PROVED("trigger", "epoch", "trustee", "statementHash"),
  /** Such a statement was not taken. */
  TRUSTEE_PROOF_REFUSED("trigger", "why"),
  /** Fewer trustees count than are needed to open; {@code short} names path, group and numbers. */
  PROOFS_SHORT("trigger", "epoch", "short"),
  /** The owner named a recipient and their key. */
  RECIPIENT_ADDED("fingerprint"),

  // --- triggers

  /** A plan was made or changed while nothing was armed. */
  PLAN_DRAFTED("trigger", "planHash"),
  /**
   * The owner's client armed the trigger; the hashes are those of the signed policy and release
   * list.
   */
  TRIGGER_ARMED("trigger", "epoch", "policyHash", "releaseListHash", "plan"),
  /** The owner took the trigger back to a draft. */
  TRIGGER_DISARMED("trigger", "epoch"),
  /** The owner ended the trigger for good. */
  TRIGGER_CANCELLED("trigger", "epoch"),
  /** The owner paused the trigger until a time. */
  TRIGGER_PAUSED("trigger", "epoch", "until"),
  /** A pause ended. */
  TRIGGER_RESUMED("trigger", "epoch"),
  /** The owner checked in; any release not yet begun is off. */
  CHECK_IN("trigger", "epoch"),
  /** A channel accepted a reminder: the evidence that lets silence count. */
  REMINDER_ACCEPTED("trigger", "epoch", "reminder", "channel"),
  /** A channel refused a reminder. */
  REMINDER_FAILED("trigger", "epoch", "reminder", "channel"),
  /** The trigger took one edge; {@code deadline} is there when the new state has one. */
  TRIGGER_STEPPED("trigger", "epoch", "from", "to", "event"),
  /** One-time release keys were made and signed by the gate. */
  RELEASE_KEYS_MADE("trigger", "epoch", "keysHash"),
  /** Unused release keys were destroyed. */
  RELEASE_KEYS_DESTROYED("trigger", "epoch"),
  /**
   * A trustee's signed statement was recorded; {@code decision} is {@code confirm} or {@code
   * refuse}.
   */
  CONFIRMATION_RECORDED("trigger", "epoch", "trustee", "decision"),
  /** A statement was not recorded. */
  CONFIRMATION_REFUSED("trigger", "why"),
  /** The owner signed the next release list of an epoch, after a document was added. */
  RELEASE_LIST_SIGNED("trigger", "epoch", "releaseListHash", "version"),
  /** Somebody entitled to it challenged the release. */
  CHALLENGE_RECORDED("trigger", "epoch"),
  /** A channel accepted the notice that starts the challenge window. */
  NOTICE_ACCEPTED("trigger", "epoch", "notice", "channel"),
  /** A channel refused such a notice; {@code last} says whether another one follows. */
  NOTICE_FAILED("trigger", "epoch", "notice", "channel"),
  /** A channel accepted another letter: an invitation, a confirmation of an address. */
  LETTER_ACCEPTED("letter", "channel"),
  /** A channel refused another letter; {@code last} says whether another channel follows. */
  LETTER_FAILED("letter", "channel"),
  /** A letter's reason no longer held when its turn came, so it was not sent. */
  LETTER_DROPPED("why"),

  // --- release

  /** The gate opened the outer layer of class B packets (INV-09). */
  ESCROW_OPENED("reason", "trigger", "epoch", "policyHash", "actor", "stage"),
  /**
   * The gate opened packets that the policy lets the platform open, and encrypted them to the key
   * that the recipient brought (INV-09). Of several for one recipient the first fixes the key.
   */
  ESCROW_READDRESSED(
      "reason", "trigger", "epoch", "policyHash", "actor", "recipient", "fingerprint", "portions"),
  /** A key that a recipient brought was not taken. */
  RECIPIENT_KEY_REFUSED("trigger", "recipient", "why"),
  /** What still waited for recipients' keys was destroyed, because the release was called back. */
  EXECUTOR_PACKETS_DESTROYED("trigger", "epoch"),
  /** The gate was asked and refused. */
  GATE_REFUSED("trigger", "why"),
  /** A recipient was given their stage of the release. */
  RELEASE_HANDED_OVER("trigger", "epoch", "stage", "recipient"),
  /** A recipient opened their page with link and code. */
  RECIPIENT_OPENED("trigger", "recipient"),
  /** A recipient's code was wrong, or the tries are used up. */
  RECIPIENT_CODE_REFUSED("recipient", "why"),
  /** A link was unknown, used, expired or for something else. */
  LINK_REFUSED("why"),
  /** A recipient fetched a ciphertext of the release. */
  RELEASE_FETCHED("trigger", "recipient", "document"),
  /** The platform's own shares of an epoch were destroyed: that epoch can never be released. */
  PLATFORM_SHARES_DESTROYED("trigger", "epoch"),

  // --- the log itself and the platform

  /** The log was exported by its owner up to and including this entry. */
  EXPORT_MADE,
  /** The platform made the key that signs entries. */
  AUDIT_KEY_MADE("key"),
  /** The key that signs this entry gives its place to another; see {@link Succession}. */
  AUDIT_KEY_SUCCEEDED("key", "previous"),
  /** The release gate made the keys that policies name from then on. */
  GATE_KEYS_MADE("recipient", "signing"),
  /** An operator's order was begun. */
  ORDER_TAKEN("kind", "subject"),
  /** An operator's order ended; {@code outcome} is {@code done} or {@code refused}. */
  ORDER_ENDED("kind", "subject", "outcome"),
  /** A key of the key service got another version, which seals from then on. */
  KEY_VERSION_MADE("key", "version"),
  /** A version of a key under which nothing was sealed any more was destroyed. */
  KEY_VERSION_DESTROYED("key", "version"),
  /** Another key signs access tokens. */
  TOKEN_KEY_MADE("name"),
  /** What is personal of somebody was destroyed for good, by an operator's order. */
  SUBJECT_SHREDDED("subject"),
  /** Any other attempt that was refused. */
  REQUEST_REFUSED("why");

  private final List<String> facts;

  EventType(String... facts) {
    this.facts = List.of(facts);
  }

  /** The names of the facts that every entry of this type carries. */
  public List<String> facts() {
    return facts;
  }

  /** The form that stands in entries: the lower-case name. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The type with this {@link #text}.
   *
   * @throws IllegalArgumentException when it is not in the catalogue
   */
  public static EventType of(String text) {
    for (var type : values()) {
      if (type.text().equals(text)) {
        return type;
      }
    }
    throw new IllegalArgumentException("it is not in the catalogue");
  }
}
