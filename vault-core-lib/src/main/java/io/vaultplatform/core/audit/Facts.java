package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.CanonicalJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What may stand in an entry: canonical trees of bounded size, ids that name nobody, whole
 * microseconds.
 *
 * <p>A chain cannot be cleaned afterwards, so what must never be in it is refused at the only way
 * in. Messages never quote the value.
 */
final class Facts {
  private static final int MOST = 16 * 1024;
  private static final Pattern PSEUDONYM = Pattern.compile("[a-z0-9][a-z0-9_.:-]{0,119}|-");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  // A secret key or somebody's address, however it got into a fact.
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "AGE-SECRET-KEY-|PRIVATE KEY-----|[\\w.+-]+@[\\w-]+\\.\\w", Pattern.CASE_INSENSITIVE);

  private Facts() {}

  /** A deep, unmodifiable copy that holds no secret key and no address. */
  static Map<String, Object> of(Map<String, Object> tree) {
    var copy = frozen("facts", tree);
    if (FORBIDDEN.matcher(CanonicalJson.text(copy)).find()) {
      throw new IllegalArgumentException("facts hold neither secrets nor addresses");
    }
    return copy;
  }

  /** A deep, unmodifiable copy of a canonical tree of at most 16 KiB. */
  static Map<String, Object> frozen(String name, Map<String, Object> tree) {
    var canonical = CanonicalJson.bytes(tree);
    if (canonical.length > MOST) {
      throw new IllegalArgumentException(name + " is larger than 16 KiB");
    }
    return CanonicalJson.parse(canonical);
  }

  static Instant microseconds(Instant time) {
    if (!time.truncatedTo(ChronoUnit.MICROS).equals(time)) {
      throw new IllegalArgumentException("times of the log are whole microseconds");
    }
    return time;
  }

  static void hash(String name, String hash) {
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(name + " is not a SHA-256 in lower-case hex");
    }
  }

  static void pseudonym(String name, String id) {
    if (!PSEUDONYM.matcher(id).matches()) {
      throw new IllegalArgumentException(name + " is an id, not a name or an address");
    }
  }
}
