package io.vaultplatform.core.architecture;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every class that may break a rule, and why. The only such list; an entry that is no longer needed
 * fails the build.
 */
final class Exceptions {
  // A rule, then one class or one member per line (without io.vaultplatform.core.) with its reason.
  private static final String LIST =
      """
      only crypto and keys expose secrets
        accounts.internal.AccessTokens: hands the unsealed signing key to the library that signs tokens
        accounts.internal.Door: names and addresses are stored under a keyed hash, which is derived like a key
        accounts.internal.LocalAccounts: stores the salted hash of a sign-in key
        accounts.internal.LocalSessions: hands a new refresh token to the client it was made for
        accounts.internal.Unlocking: stores the salted hash of a new sign-in key
        audit.PersonalSeal: reads the tree that it has just opened; the plaintext is closed with it
        audit.internal.ChainLog: hands a subject's key, encrypted to the owner, to the owner's export
        content.internal.ClassA: reads in opened metadata of class A where the content ends and its padding begins
        escrow.Commitments: commits to a share by its hash
        escrow.EscrowPacket: the packet's contents are ciphertexts, one per recipient
        escrow.EscrowShare: the bytes of a share, on their way into an age file
        escrow.HandOuts: runs on the trustee's client: encrypts a share to whoever puts them together
        escrow.Holding: runs on the trustee's client: reads their share and what is asked of their key
        escrow.PathIdentity: joins the groups' secrets to derive the path's identity from
        escrow.Readdressing: the gate's own work: encrypts an escrow identity to the key that its recipient brought
        escrow.Receiving: runs on the recipient's client: reads the escrow identity and the titles
        escrow.Sealing: runs on the owner's client: encrypts the escrow identity to each recipient
        escrow.Unsealing: the gate's own work: hands a trustee's share on to the gathering
        kms.internal.DataKeys: turns an opened column back into the text that was sealed
        kms.internal.Erasures: hands back the bytes that were sealed under erasable keys: headers, addresses
        kms.internal.Pkcs12KeyStore: is the key service: gives the key store its password and the cipher its key
        notify.internal.SealedPayload: turns an opened payload back into the letter that is sent at once
        people.internal.Sealed: turns an owner's opened alias or address back into the text that was sealed
      only crypto uses JCA
        kms.internal.Pkcs12KeyStore: the key store of the JDK is what this adapter adapts
        people.CodeHash: compares hashes in constant time, with what the JDK has for it
      plaintext has few doors
        content.internal.ClassA: the server's only door: class A, for its owner or who holds a grant, entered in the log
        escrow.EscrowPacket: the outer layer, whose contents are encrypted to the recipients again
        escrow.HandOuts: runs on the trustee's client, with the trustee's identity
        escrow.Holding: runs on the trustee's client, with the trustee's identity
        escrow.Readdressing: the gate's own work: an escrow identity, where the policy lets the platform open; never a document
        escrow.Receiving: runs on the recipient's client, with the recipient's identity
        escrow.Unsealing: the gate's own work: shares that trustees encrypted to its release keys
      time comes in as a value
        people.internal.Pace: measures how long an answer took, by the monotonic clock, and decides nothing by it
        store.internal.Resources: is where the injected clock comes from
      every state change is audited
        accounts.internal.AccessTokens: makes the platform's own token key once; no person's state changes
        accounts.internal.LocalAccounts.parameters: asking for parameters makes, once, the secret behind the answers for unknown names
        accounts.internal.RepeatedRequestRows: remembers an answer; what was done was entered by whoever did it
        content.internal.PostgresBlobs: a piece is nothing by itself; the version that it completes, or its end, is entered
        orders.internal.AuditKeyOrders: the log itself enters the succession of its key
        escrow.internal.LocalGate: the gate's memory and keys; whoever asked it enters what it answered
        kms.internal.DataKeys: a key without a value; whoever stores the value it seals enters that
        kms.internal.KeyServices: keeps the checks of versions; whoever carries out the order enters it
        notify.internal.LinkDesk: makes and withdraws links for whoever decides to write; that decision is entered, and so is every refusal
        people.internal.ClassLetters: puts letters out for content.internal.ClassDesk, which enters the order and what its letter began
        notify.internal.OutboxRows: is written to by whoever decides to write, who enters that; the outcome is entered by DeliveryRecord
        people.internal.OwnerNotices: writes a letter for whoever changed something about keys, and who has entered that
        people.internal.PeopleDeliveries: follows a delivery that notify has just entered, in the same transaction
        release.internal.ProofDesk.challenge: a challenge is nothing by itself; its answer and every refusal of one is entered
      secrets close
        escrow.Gathering: lends the path's identity to the caller, who closes it after opening the packet
        keys.KeyBundle: the bundle closes the identities of its escrow records
      """;

  private static final Map<String, Map<String, String>> ALL = new TreeMap<>();

  static {
    var rule = "";
    for (var line : LIST.lines().toList()) {
      if (line.startsWith(" ")) {
        var entry = line.strip().split(": ", 2);
        if (entry.length != 2 || entry[1].isBlank()) {
          throw new IllegalArgumentException("an exception has a reason: " + line);
        }
        ALL.computeIfAbsent(rule, name -> new HashMap<>()).put(entry[0], entry[1]);
      } else {
        rule = line;
      }
    }
  }

  private Exceptions() {}

  /** The classes excepted from a rule, with the reason. */
  static Map<String, String> of(String rule) {
    return ALL.getOrDefault(rule, Map.of());
  }

  /** The rules that have any. */
  static Iterable<String> rules() {
    return ALL.keySet();
  }
}
