package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Several documents of one arming in one column: {@code {"items":[…]}} as canonical JSON. They were
 * checked when they came; rows may be edited, so each is read as strictly again.
 */
public final class Stored {
  private Stored() {}

  /** The column's text. */
  public static String text(List<Map<String, Object>> items) {
    return CanonicalJson.text(Map.of("items", items));
  }

  /** Every item; or the first that is refused. */
  public static <T> Outcome<List<T>> all(
      String text, Function<Map<String, Object>, Outcome<T>> reader) {
    var all = new ArrayList<T>();
    for (var item : trees(text)) {
      switch (reader.apply(item)) {
        case Outcome.Done<T>(var read) -> all.add(read);
        case Outcome.Refused<T>(var refusal) -> {
          return Outcome.refused(refusal);
        }
      }
    }
    return Outcome.done(List.copyOf(all));
  }

  /** Every item's tree. */
  public static List<Map<String, Object>> trees(String text) {
    return Fields.of(CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8)), "stored")
        .trees("items");
  }
}
