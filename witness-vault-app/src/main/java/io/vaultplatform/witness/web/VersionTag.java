package io.vaultplatform.witness.web;

import io.vaultplatform.core.base.Refusal;
import jakarta.ws.rs.core.EntityTag;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A version number as ETag and If-Match (RFC 9110): {@code "7"}. */
public final class VersionTag {
  private static final Pattern SHAPE = Pattern.compile("\"([1-9][0-9]{0,17})\"");

  private VersionTag() {}

  public static EntityTag of(long version) {
    return new EntityTag(Long.toString(version));
  }

  /** The version that the client saw; refused when it says none. */
  public static long expected(@Nullable String ifMatch) {
    if (ifMatch == null) {
      throw new RefusedException(
          Refusal.Reason.INVALID,
          "If-Match",
          "If-Match is missing: send the ETag of what is to be replaced.");
    }
    var tag = SHAPE.matcher(ifMatch);
    if (!tag.matches()) {
      throw new RefusedException(
          Refusal.Reason.STALE, "If-Match", "If-Match is no version that was ever given.");
    }
    return Long.parseLong(tag.group(1));
  }
}
