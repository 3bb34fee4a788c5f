package io.vaultplatform.core.audit;

import io.vaultplatform.core.crypto.VerificationKey;

/** What checking a log found: never a bare yes or no. */
public sealed interface LogEvidence {

  /**
   * Every entry is there, in order, as it was signed.
   *
   * @param checkpoint the signed end of the log; its head has the count and the last hash
   * @param signer the key that signed it; when no key was expected, whether this is the right one
   *     is for the reader to say
   * @param receipts how many receipts were checked against it
   * @param erased how many entries had their personal payload erased
   */
  record Intact(Checkpoint checkpoint, VerificationKey signer, int receipts, long erased)
      implements LogEvidence {

    /** How many entries there are. */
    public long count() {
      return checkpoint.head().sequence();
    }

    public Head head() {
      return checkpoint.head();
    }
  }

  /**
   * The first thing that is wrong.
   *
   * @param index the sequence of the entry concerned; 0 for the first line of the file, one more
   *     than the last entry for the lines behind the entries
   * @param why one sentence for people; it quotes nothing of the file but numbers
   */
  record Broken(long index, Flaw flaw, String why) implements LogEvidence {}
}
