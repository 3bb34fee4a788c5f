package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.http.Api;
import io.vaultplatform.cli.http.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** A list that the server gives page by page. */
final class Pages {
  /** More than any vault holds; a server that goes on for ever is stopped here. */
  private static final int ALL = 100_000;

  private Pages() {}

  /** Every item. */
  static List<Json> all(Api api, String path) {
    return first(api, path, ALL);
  }

  /** The first items, up to {@code most}. */
  static List<Json> first(Api api, String path, int most) {
    var found = new ArrayList<Json>();
    var cursors = new HashSet<String>();
    var page = api.get(path).body();
    while (true) {
      found.addAll(page.list("items"));
      var next = page.optionalText("next");
      if (found.size() >= most && most < ALL) {
        return List.copyOf(found.subList(0, most));
      }
      if (next.isEmpty()) {
        return List.copyOf(found);
      }
      // Each page must bring something new, or reading would never end.
      if (!cursors.add(next.get()) || cursors.size() > ALL || found.size() > ALL) {
        throw Stop.refused("The server's list does not end; nothing of it is used.");
      }
      page =
          api.get(
                  path
                      + (path.contains("?") ? "&" : "?")
                      + "cursor="
                      + URLEncoder.encode(next.get(), StandardCharsets.UTF_8))
              .body();
    }
  }
}
