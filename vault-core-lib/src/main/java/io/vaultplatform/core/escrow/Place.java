package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Fields;
import java.util.Map;

/**
 * One portion by one path: what has secrets, a packet and a share set of its own.
 *
 * @param path the number of the policy's path
 */
public record Place(Portion portion, int path) {
  /** More places than any release has; each costs its trustees a share. */
  public static final int MOST = Portion.MOST * ReleasePath.MOST;

  public Place {
    if (path < 1 || path > ReleasePath.MOST) {
      throw new IllegalArgumentException("paths count from 1 to " + ReleasePath.MOST);
    }
  }

  static Place read(Fields fields) {
    return new Place(Portion.read(fields), Reading.count(fields, "path", 1, ReleasePath.MOST));
  }

  void write(Map<String, Object> body) {
    portion.write(body);
    body.put("path", path);
  }

  /** The place of that stage and path among the release keys, which all sets of a stage share. */
  boolean isOf(int stage, int number) {
    return portion.stage() == stage && path == number;
  }

  @Override
  public String toString() {
    return portion + ", path " + path;
  }
}
