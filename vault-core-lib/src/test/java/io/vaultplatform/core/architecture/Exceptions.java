package io.vaultplatform.core.architecture;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every class that may break a rule, and why. The only such list; an entry that is no longer needed
 * fails the build.
 */
final class Exceptions {
  private static final Map<String, Map<String, String>> ALL = new TreeMap<>();

  static {
    // --- secrets outside crypto and keys: seen only to be sealed, encrypted or compared at once
    except(
        "only crypto and keys expose secrets",
        "audit.PersonalSeal",
        "reads the tree that it has just opened; the plaintext is closed with it");
    except(
        "only crypto and keys expose secrets",
        "audit.internal.ChainLog",
        "hands a subject's key, encrypted to the owner, to the owner's export");
    except(
        "only crypto and keys expose secrets",
        "escrow.Arming",
        "runs on the owner's client: encrypts the escrow identity to each recipient");
    except(
        "only crypto and keys expose secrets",
        "escrow.Commitments",
        "commits to a share by its hash");
    except(
        "only crypto and keys expose secrets",
        "escrow.Confirming",
        "runs on the trustee's client: encrypts the share anew, to the release key");
    except(
        "only crypto and keys expose secrets",
        "escrow.EscrowPacket",
        "the packet's contents are ciphertexts, one per recipient");
    except(
        "only crypto and keys expose secrets",
        "escrow.EscrowShare",
        "the bytes of a share, on their way into an age file");
    except(
        "only crypto and keys expose secrets",
        "escrow.PathIdentity",
        "joins the groups' secrets to derive the path's identity from");
    except(
        "only crypto and keys expose secrets",
        "escrow.Receiving",
        "runs on the recipient's client: reads the escrow identity and the titles");
    except(
        "only crypto and keys expose secrets",
        "kms.internal.Pkcs12KeyStore",
        "is the key service: gives the key store its password and the cipher its key");
    except(
        "only crypto and keys expose secrets",
        "kms.internal.DataKeys",
        "turns an opened column back into the text that was sealed");
    except(
        "only crypto and keys expose secrets",
        "accounts.internal.AccessTokens",
        "hands the unsealed signing key to the library that signs tokens");
    except(
        "only crypto and keys expose secrets",
        "accounts.internal.Door",
        "names and addresses are stored under a keyed hash, which is derived like a key");
    except(
        "only crypto and keys expose secrets",
        "accounts.internal.LocalAccounts",
        "stores the salted hash of a sign-in key");
    except(
        "only crypto and keys expose secrets",
        "accounts.internal.LocalSessions",
        "hands a new refresh token to the client it was made for");
    // --- primitives outside crypto
    except(
        "only crypto uses JCA",
        "kms.internal.Pkcs12KeyStore",
        "the key store of the JDK is what this adapter adapts");
    except(
        "only crypto uses JCA",
        "people.CodeHash",
        "compares hashes in constant time, with what the JDK has for it");
    // --- decryption outside crypto and keys: on people's own machines, and the gate's outer layer
    except(
        "plaintext has few doors",
        "escrow.Confirming",
        "runs on the trustee's client, with the trustee's identity");
    except(
        "plaintext has few doors",
        "escrow.EscrowPacket",
        "the outer layer, whose contents are encrypted to the recipients again");
    except(
        "plaintext has few doors",
        "escrow.Receiving",
        "runs on the recipient's client, with the recipient's identity");
    except(
        "plaintext has few doors",
        "content.internal.ClassA",
        "the server's only door: class A, for its owner or who holds a grant, entered in the log");
    // --- clocks
    except(
        "time comes in as a value",
        "store.internal.Resources",
        "is where the injected clock comes from");
    // --- rows that are no change of anybody's state
    except(
        "every state change is audited",
        "kms.internal.DataKeys",
        "a key without a value; whoever stores the value it seals enters that");
    except(
        "every state change is audited",
        "content.internal.PostgresBlobs",
        "a piece is nothing by itself; the version that it completes, or its end, is entered");
    except(
        "every state change is audited",
        "accounts.internal.LocalAccounts",
        "asking for parameters makes, once, the secret behind the answers for unknown names");
    except(
        "every state change is audited",
        "accounts.internal.AccessTokens",
        "makes the platform's own token key once; no person's state changes");
    except(
        "every state change is audited",
        "accounts.internal.RepeatedRequestRows",
        "remembers an answer; what was done was entered by whoever did it");
    // --- records that lend a secret which somebody else closes
    except(
        "secrets close",
        "escrow.Gathering",
        "lends the path's identity to the caller, who closes it after opening the packet");
    except(
        "secrets close",
        "keys.KeyBundle",
        "the bundle closes the identities of its escrow records");
  }

  private Exceptions() {}

  private static void except(String rule, String type, String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an exception has a reason");
    }
    ALL.computeIfAbsent(rule, name -> new HashMap<>()).put(type, reason);
  }

  /** The classes excepted from a rule (without {@code io.vaultplatform.core.}), with the reason. */
  static Map<String, String> of(String rule) {
    return ALL.getOrDefault(rule, Map.of());
  }

  /** The rules that have any. */
  static Iterable<String> rules() {
    return ALL.keySet();
  }
}
