package io.vaultplatform.core.release;

import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.Ciphertext;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.EscrowPacket;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.keys.KeySuccession;
import io.vaultplatform.core.notify.LinkToken;
import io.vaultplatform.core.people.Alias;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a recipient sees and fetches: with link and code, later with the short-lived session they
 * gave. Nothing is opened here; what is handed out is ciphertext and what the owner signed. {@link
 * Claims} is where the platform opens for whoever has no key.
 */
public interface Releases {

  /**
   * Everything handed over to one recipient by one trigger.
   *
   * @param receipt of the entry that it was handed over to this recipient
   * @param packets what only this recipient opens
   * @param claim where the platform opens for this recipient: what they brought, and what waits
   * @param documents as they are stored, without payload; exactly those of the owner's list that
   *     still exist
   */
  record Release(
      UUID trigger,
      long epoch,
      AccountId owner,
      VerificationKey ownerKey,
      List<KeySuccession.Epoch> ownerEpochs,
      Alias alias,
      UUID recipient,
      Instant handedAt,
      Receipt receipt,
      Signed policy,
      Signed releaseList,
      List<EscrowPacket.Inner> packets,
      Optional<Claim> claim,
      List<Fact> facts,
      List<StoredDocument> documents) {
    public Release {
      ownerEpochs = List.copyOf(ownerEpochs);
      packets = List.copyOf(packets);
      facts = List.copyOf(facts);
      documents = List.copyOf(documents);
    }
  }

  /**
   * How it stands with a recipient for whom the platform opens, which is the weaker way.
   *
   * @param fingerprint of the key that they brought; no other is taken
   * @param waiting what waits for it
   */
  record Claim(Optional<String> fingerprint, List<Portion> waiting) {
    public Claim {
      waiting = List.copyOf(waiting);
    }
  }

  /** What is shown after link and code. */
  record Opened(LinkToken session, Instant expiresAt, List<Release> releases) {
    public Opened {
      releases = List.copyOf(releases);
    }
  }

  /** Lets a recipient in. */
  Outcome<Opened> open(String token, String code);

  /** What is shown again during the session. */
  Outcome<List<Release>> again(String session);

  /** The ciphertext of one released document; audited. Called outside a transaction. */
  Outcome<Ciphertext> content(String session, DocumentId document);
}
