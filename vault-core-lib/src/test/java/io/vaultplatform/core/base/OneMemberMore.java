package io.vaultplatform.core.base;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree once for each of its objects, which has one member more than its format knows. A reader
 * that overlooked it would take a document for something that its signer did not mean.
 */
public final class OneMemberMore {
  private OneMemberMore() {}

  /** The trees, by the path of the member. */
  public static Map<String, Map<String, Object>> in(Map<String, ?> tree) {
    var all = new LinkedHashMap<String, Map<String, Object>>();
    var more = new LinkedHashMap<String, Object>(tree);
    more.put("more", "x");
    all.put("more", more);
    tree.forEach(
        (name, value) ->
            changed(value)
                .forEach(
                    (path, other) -> {
                      var copy = new LinkedHashMap<String, Object>(tree);
                      copy.put(name, other);
                      all.put(name + path, copy);
                    }));
    return all;
  }

  @SuppressWarnings("unchecked") // Trees come from CanonicalJson: names are texts.
  private static Map<String, Object> changed(Object value) {
    var all = new LinkedHashMap<String, Object>();
    if (value instanceof Map<?, ?> object) {
      in((Map<String, Object>) object).forEach((path, copy) -> all.put("." + path, copy));
    }
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        int at = i;
        changed(list.get(i))
            .forEach(
                (path, other) -> {
                  var copy = new ArrayList<Object>(list);
                  copy.set(at, other);
                  all.put("[" + at + "]" + path, copy);
                });
      }
    }
    return all;
  }
}
