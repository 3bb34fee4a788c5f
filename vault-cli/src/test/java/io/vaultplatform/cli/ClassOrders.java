package io.vaultplatform.cli;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.crypto.Signed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The orders of a {@link CheatingServer}: kept, carried out, and told as it likes. */
final class ClassOrders {
  private static final String TIME = "2026-11-22T04:00:00Z";
  private final Map<String, CheatingServer.Document> documents;

  /** As they were sent, with what the server says of them; by successor. */
  final Map<String, Map<String, Object>> orders = new LinkedHashMap<>();

  /** The class that it says a content has now, whatever the orders lead to; empty for no lie. */
  String claims = "";

  private final Map<String, String> classes = new HashMap<>();

  ClassOrders(Map<String, CheatingServer.Document> documents) {
    this.documents = documents;
  }

  Map<String, ?> answer(String call, Map<String, Object> body, Supplier<Signed> receipt) {
    var path = call.substring(call.indexOf(' ') + 1).split("/", -1);
    var document = path[3];
    if (call.startsWith("GET ")) {
      return ledger(document);
    }
    if (call.startsWith("POST ")) {
      var order = new Json(new Json(body).object("order").object("body").members());
      boolean weaker = order.has("words");
      var line = new LinkedHashMap<String, Object>();
      line.put("document", document);
      line.put("state", "open");
      line.put("orderedAt", TIME);
      line.put("entry", 7);
      line.put("waiting", weaker ? "PT72H" : "PT0S");
      if (!weaker) {
        line.put("dueAt", TIME);
      }
      line.put("order", new Json(body).object("order").members());
      orders.put(order.text("successor"), line);
      return Map.of("order", line, "receipt", receipt.get().toTree());
    }
    var line = orders.getOrDefault(path[path.length - 1], Map.of());
    line.put("state", "cancelled");
    line.put("endedAt", TIME);
    line.put("endedEntry", 9);
    return Map.of("order", line, "receipt", receipt.get().toTree());
  }

  /** The letter was taken long ago. */
  void letTimePass() {
    orders
        .values()
        .forEach(
            line -> {
              line.put("toldAt", "2026-11-19T04:00:00Z");
              line.put("dueAt", Instant.now().minusSeconds(1).toString());
            });
  }

  /** The last byte of a document came; it may be a successor. */
  void stored(String id) {
    var line = orders.get(id);
    if (line != null) {
      line.put("state", "made");
      line.put("endedAt", TIME);
      line.put("endedEntry", 8);
      var before = String.valueOf(line.get("document"));
      classes.put(before, type(before));
      documents.remove(before);
    }
  }

  private String type(String document) {
    var stored = documents.get(document);
    return stored == null
        ? classes.getOrDefault(document, "A")
        : new Json(stored.offer()).text("class");
  }

  private Map<String, ?> ledger(String document) {
    var first = document;
    for (var before = before(first); before.isPresent(); before = before(first)) {
      first = before.get();
    }
    var now = first;
    List<Map<String, Object>> lines = new ArrayList<>();
    for (var line : orders.values()) {
      if (now.equals(line.get("document"))) {
        lines.add(line);
        now = isMade(line) ? successor(line) : now;
      }
    }
    return Map.of(
        "document",
        now,
        "class",
        claims.isEmpty() ? type(now) : claims,
        "periods",
        List.of(Map.of("document", first, "class", type(first), "since", TIME, "entry", 2)),
        "orders",
        lines);
  }

  private static String successor(Map<String, Object> line) {
    return new Json(line).object("order").object("body").text("successor");
  }

  private Optional<String> before(String document) {
    return Optional.ofNullable(orders.get(document))
        .filter(ClassOrders::isMade)
        .map(line -> new Json(line).text("document"));
  }

  private static boolean isMade(Map<String, Object> line) {
    return "made".equals(line.get("state"));
  }
}
