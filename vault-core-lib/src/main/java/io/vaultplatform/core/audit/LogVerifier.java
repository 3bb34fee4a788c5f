package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Checks an exported log offline, line by line and in constant memory, and says what it found.
 *
 * <p>Needs the file, the log's key if the reader knows it, and the receipts they kept. It trusts
 * nothing in the file: hashes are computed, signatures checked, and the order is the one that the
 * numbers under the signatures give. Where something is wrong, it looks a little further to name it
 * rightly: an entry that is missing here may come later (reordered, not deleted), and a false one
 * may stand before the true one (inserted, not edited).
 */
public final class LogVerifier {
  private final Lines lines;
  private final Trust trust;
  private final VerificationKey signer;
  private final Checkpoint checkpoint;
  private final Map<Long, Receipt> receipts = new TreeMap<>();
  private final Digest keyLines = Digest.running();
  private Head head;
  private long erased;
  private long firstErased;
  private long keys;
  private String lastSigner = "";

  private LogVerifier(Lines lines, Trust trust, VerificationKey signer, Checkpoint checkpoint) {
    this.lines = lines;
    this.trust = trust;
    this.signer = signer;
    this.checkpoint = checkpoint;
    head = Head.genesis(checkpoint.head().chain());
  }

  /** Where the check ends early. Never leaves this class. */
  private static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient LogEvidence.Broken broken;

    Found(long index, Flaw flaw, String why) {
      super(why, null, false, false);
      broken = new LogEvidence.Broken(index, flaw, why);
    }
  }

  /**
   * Checks a whole export.
   *
   * @param export the JSON lines; read to the end, not closed
   * @param trusted the log's keys as known from elsewhere; when empty, the file's own key is used,
   *     and the answer names it
   * @param chain the chain it should be, when known
   * @param receipts kept receipts, each to be found in the log
   * @throws java.io.UncheckedIOException when the stream fails
   */
  public static LogEvidence verify(
      InputStream export,
      Set<VerificationKey> trusted,
      Optional<Chain> chain,
      Collection<Receipt> receipts) {
    try {
      var verifier = begin(new Lines(export), trusted);
      verifier.expect(chain, receipts);
      return verifier.run();
    } catch (Found found) {
      return found.broken;
    }
  }

  private static LogVerifier begin(Lines lines, Set<VerificationKey> trusted) {
    var first = lines.next().orElseThrow(() -> new Found(0, Flaw.TRUNCATED, "The file is empty."));
    Checkpoint checkpoint;
    VerificationKey claimed;
    List<Succession> successions;
    try {
      var header = Fields.of(CanonicalJson.parse(whole(first, 0)), "");
      header.format(LogExport.FORMAT);
      checkpoint = Checkpoint.of(Signed.of(header.tree("checkpoint")));
      successions = successions(header);
      header.end();
      claimed = new VerificationKey(Trust.signers(checkpoint.signed()).getFirst());
    } catch (IllegalArgumentException e) {
      throw new Found(0, Flaw.MALFORMED, "The first line is not that of an audit export.");
    }
    var trust = trust(trusted.isEmpty() ? Set.of(claimed) : trusted, successions);
    switch (trust.of(checkpoint.signed(), Checkpoint.FORMAT)) {
      case GENUINE -> {}
      case CHANGED ->
          throw new Found(0, Flaw.EDITED, "The checkpoint was changed after it was signed.");
      case FOREIGN ->
          throw new Found(
              0,
              Flaw.FOREIGN_SIGNATURE,
              "The checkpoint is signed by a key that is not the log's.");
    }
    return new LogVerifier(lines, trust, claimed, checkpoint);
  }

  private static List<Succession> successions(Fields header) {
    return header.has("successions")
        ? header.objects("successions").stream().map(Succession::of).toList()
        : List.of();
  }

  private static Trust trust(Set<VerificationKey> known, List<Succession> successions) {
    try {
      return Trust.of(known, successions);
    } catch (IllegalArgumentException e) {
      throw new Found(0, Flaw.FORKED, "One key of the log gave its place to two others.");
    }
  }

  private void expect(Optional<Chain> chain, Collection<Receipt> kept) {
    var here = checkpoint.head().chain();
    if (chain.isPresent() && !chain.get().equals(here)) {
      throw new Found(0, Flaw.WRONG_VAULT, "This is the log of another vault or account.");
    }
    for (var receipt : kept) {
      long index = receipt.sequence();
      switch (trust.of(receipt.signed(), Receipt.FORMAT)) {
        case GENUINE -> {}
        case CHANGED ->
            throw new Found(index, Flaw.EDITED, "A receipt was changed after it was signed.");
        case FOREIGN ->
            throw new Found(
                index,
                Flaw.FOREIGN_SIGNATURE,
                "A receipt is signed by a key that is not the log's.");
      }
      if (!receipt.chain().equals(here)) {
        throw new Found(index, Flaw.WRONG_VAULT, "A receipt belongs to another vault or account.");
      }
      var other = receipts.put(index, receipt);
      if (other != null && !other.hash().equals(receipt.hash())) {
        throw new Found(index, Flaw.FORKED, "Two genuine receipts for one number differ.");
      }
    }
  }

  private LogEvidence run() {
    while (true) {
      var line = lines.next().orElseThrow(this::cut);
      var tree = parse(line);
      if (tree.containsKey("entry")) {
        step(tree);
      } else if (tree.containsKey("subjectKey")) {
        keyLine(line);
      } else if (tree.containsKey("end")) {
        end(tree);
        return new LogEvidence.Intact(checkpoint, signer, receipts.size(), erased);
      } else {
        throw spoilt(Flaw.MALFORMED, "Line " + (next() + 1) + " is not of this format.");
      }
    }
  }

  private long next() {
    return head.sequence() + 1;
  }

  private void step(Map<String, Object> tree) {
    long here = next();
    if (keys > 0) {
      throw new Found(here, Flaw.REORDERED, "An entry stands behind the lines of the keys.");
    }
    var entry = read(tree);
    if (!entry.hash().equals(entry.stated())) {
      throw spoilt(Flaw.EDITED, "Entry " + here + " says other than its hash covers.");
    }
    switch (trust.of(entry.signed(), Receipt.FORMAT)) {
      case GENUINE -> {}
      case CHANGED ->
          throw spoilt(Flaw.EDITED, "Entry " + here + " says other than what was signed.");
      case FOREIGN ->
          throw spoilt(
              Flaw.FOREIGN_SIGNATURE,
              "Entry " + here + " is signed by a key that is not the log's.");
    }
    inOrder(entry);
    place(entry);
    entry.payloadFlaw().ifPresent(why -> broken(Flaw.EDITED, "Entry " + here + " " + why + "."));
    if (entry.erased()) {
      firstErased = erased == 0 ? here : firstErased;
      erased++;
    }
    head = new Head(entry.chain(), here, entry.hash());
    if (here == checkpoint.head().sequence() && !head.equals(checkpoint.head())) {
      broken(here, Flaw.FORKED, "The checkpoint was signed for another entry " + here + ".");
    }
    var receipt = receipts.get(here);
    if (receipt != null && !receipt.hash().equals(entry.hash())) {
      broken(here, Flaw.FORKED, "The receipt was given for another entry " + here + ".");
    }
  }

  // A key that gave its place away signs nothing behind that: whoever has stolen it gets no
  // further.
  private void inOrder(ExportedEntry entry) {
    var signedBy = Trust.signers(entry.signed()).getFirst();
    if (!lastSigner.isEmpty() && !trust.follows(lastSigner, signedBy)) {
      broken(
          Flaw.FOREIGN_SIGNATURE,
          "Entry " + next() + " is signed by a key that had given its place to another before.");
    }
    lastSigner = signedBy;
  }

  /** A genuine entry: is it the one that belongs here? */
  private void place(ExportedEntry entry) {
    long here = next();
    if (!entry.chain().equals(head.chain())) {
      broken(Flaw.WRONG_VAULT, "The entry at " + here + " belongs to another vault or account.");
    }
    if (entry.sequence() > checkpoint.head().sequence()) {
      broken(Flaw.INSERTED, "Entry " + entry.sequence() + " stands behind the checkpoint.");
    }
    if (entry.sequence() < here) {
      broken(Flaw.INSERTED, "Entry " + entry.sequence() + " stands here a second time.");
    }
    if (entry.sequence() > here) {
      throw comesLater(here)
          ? new Found(
              here,
              Flaw.REORDERED,
              "Entry " + entry.sequence() + " stands where entry " + here + " belongs.")
          : new Found(
              here,
              Flaw.DELETED,
              "Entry " + here + " is missing: " + entry.sequence() + " follows.");
    }
    if (!entry.previous().equals(head.hash())) {
      broken(Flaw.FORKED, "Entry " + here + " continues another history than the one before it.");
    }
  }

  /**
   * A false line at {@code next()}: named INSERTED when the true entry follows, as it was or
   * renumbered.
   */
  private Found spoilt(Flaw otherwise, String why) {
    long here = next();
    var after = lines.next().flatMap(this::maybe);
    if (after.isPresent()) {
      var entry = after.get();
      if ((isNext(entry) || isNext(entry.moved(here, head.hash())))) {
        return new Found(
            here, Flaw.INSERTED, "A false entry stands before the genuine entry " + here + ".");
      }
    }
    return new Found(here, otherwise, why);
  }

  private boolean isNext(ExportedEntry entry) {
    return entry.sequence() == next()
        && entry.previous().equals(head.hash())
        && entry.chain().equals(head.chain())
        && entry.hash().equals(entry.stated())
        && trust.of(entry.signed(), Receipt.FORMAT) == Trust.Standing.GENUINE;
  }

  private boolean comesLater(long sequence) {
    for (var line = lines.next(); line.isPresent(); line = lines.next()) {
      var entry = maybe(line.get());
      if (entry.isPresent()
          && entry.get().sequence() == sequence
          && entry.get().chain().equals(head.chain())
          && trust.of(entry.get().signed(), Receipt.FORMAT) == Trust.Standing.GENUINE) {
        return true;
      }
    }
    return false;
  }

  private Optional<ExportedEntry> maybe(Lines.Line line) {
    try {
      return Optional.of(ExportedEntry.of(CanonicalJson.parse(line.bytes().toArray())));
    } catch (IllegalArgumentException e) {
      // Not an entry: somebody else's business further on; here only the search matters.
      return Optional.empty();
    }
  }

  private ExportedEntry read(Map<String, Object> tree) {
    try {
      return ExportedEntry.of(tree);
    } catch (IllegalArgumentException e) {
      throw spoilt(Flaw.MALFORMED, "Line " + (next() + 1) + " is not an entry of this format.");
    }
  }

  private void keyLine(Lines.Line line) {
    reached();
    keyLines.add(line.bytes().toArray()).add(new byte[] {'\n'});
    keys++;
  }

  private void end(Map<String, Object> tree) {
    reached();
    long behind = next();
    Signed signed;
    try {
      var line = Fields.of(tree, "");
      signed = Signed.of(line.tree("end"));
      line.end();
    } catch (IllegalArgumentException e) {
      throw new Found(behind, Flaw.MALFORMED, "A line behind the entries is not of this format.");
    }
    switch (trust.of(signed, LogExport.END)) {
      case GENUINE -> {}
      case CHANGED -> broken(Flaw.EDITED, "The end of the export was changed after it was signed.");
      case FOREIGN ->
          broken(Flaw.FOREIGN_SIGNATURE, "The end is signed by a key that is not the log's.");
    }
    var keysHash = keyLines.hex();
    if (!signed.unverifiedBody().equals(LogExport.endBody(head, erased, keys, keysHash))) {
      var told = Fields.of(signed.unverifiedBody(), "");
      if (ofAnotherExport(signed.unverifiedBody())) {
        broken(
            Flaw.EDITED,
            "The end is that of another export of this log or of another log; this one goes to"
                + " entry "
                + head.sequence()
                + ".");
      }
      if (told.number("erased", 0, CanonicalJson.MAX_INTEGER) < erased) {
        broken(firstErased, Flaw.EDITED, "An entry is marked as erased that was not.");
      }
      broken(Flaw.EDITED, "The lines of the keys are not those that were signed.");
    }
    if (lines.next().isPresent()) {
      broken(Flaw.INSERTED, "Something stands behind the end.");
    }
    for (var receipt : receipts.values()) {
      if (receipt.sequence() > head.sequence()) {
        broken(
            Flaw.TRUNCATED,
            "The log ends at "
                + head.sequence()
                + ", but a receipt was given for entry "
                + receipt.sequence()
                + ".");
      }
    }
  }

  // Signed, and for another place: whatever it says of erasures and keys is not about this file.
  private boolean ofAnotherExport(Map<String, Object> told) {
    var here = LogExport.endBody(head, erased, keys, "");
    return Stream.of("chain", "sequence", "hash")
        .anyMatch(member -> !Objects.equals(told.get(member), here.get(member)));
  }

  /** The lines behind the entries begin: are all entries there? */
  private void reached() {
    if (head.sequence() < checkpoint.head().sequence()) {
      broken(
          Flaw.TRUNCATED,
          "Entry "
              + next()
              + " is missing: the checkpoint counts "
              + checkpoint.head().sequence()
              + ".");
    }
  }

  private Found cut() {
    return new Found(
        next(),
        Flaw.TRUNCATED,
        "The file ends before its end: after entry " + head.sequence() + ".");
  }

  private Map<String, Object> parse(Lines.Line line) {
    try {
      return CanonicalJson.parse(whole(line, next()));
    } catch (IllegalArgumentException e) {
      throw spoilt(Flaw.MALFORMED, "Line " + (next() + 1) + " is not canonical JSON.");
    }
  }

  private static byte[] whole(Lines.Line line, long index) {
    return switch (line.stop()) {
      case LINE_FEED -> line.bytes().toArray();
      case END_OF_STREAM -> throw new Found(index, Flaw.TRUNCATED, "The file ends within a line.");
      case TOO_LONG ->
          throw new Found(index, Flaw.MALFORMED, "A line is longer than any of this format.");
    };
  }

  private void broken(Flaw flaw, String why) {
    broken(next(), flaw, why);
  }

  private static void broken(long index, Flaw flaw, String why) {
    throw new Found(index, flaw, why);
  }
}
