package io.vaultplatform.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Checkpoint;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Head;
import io.vaultplatform.core.audit.LogExport;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.PublicKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A server that stores what it gets and gives it back, as the API says; and that can be told to
 * cheat: other keys, an older version, another document, a shorter payload, a broken line.
 */
final class CheatingServer implements AutoCloseable {
  final List<String> bodies = new ArrayList<>();
  final Map<String, Document> documents = new LinkedHashMap<>();
  String kdf = "";
  SigningKey gateSigning = SigningKey.generate(Suite.HYBRID);
  Document instead = new Document(Map.of(), Bytes.of(new byte[0]));
  boolean swaps;
  int cutBytes;
  int breakAfter = -1;

  /** What the vault is armed with, and the list that counts now. */
  Optional<Signed> policy = Optional.empty();

  Optional<Signed> list = Optional.empty();

  /** What happens as soon as the server has got that far. */
  Map<Moment, Runnable> when = new EnumMap<>(Moment.class);

  /** Answers of a test's own, by how a call ends. */
  final Map<String, Function<Json, Map<String, ?>>> answers = new LinkedHashMap<>();

  /** Every call with the token it carried. */
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  /** Tokens that are no longer taken. */
  final Set<String> expired = ConcurrentHashMap.newKeySet();

  /** The refresh tokens that came. */
  final List<String> refreshed = Collections.synchronizedList(new ArrayList<>());

  /** Refuses everything with this sentence, once it is not empty. */
  String problem = "";

  private Optional<String> raw = Optional.empty();

  /** The product whose triggers these are; the client knows its own while it is not told. */
  String product = "";

  /** Whether an arming counts: new headers in place of the old ones, and the next epoch. */
  boolean arms;

  /** Whether it refuses to arm, whatever is asked. */
  boolean refusesToArm;

  /** What arming was asked for, each time. */
  final List<Map<String, Object>> submitted = new ArrayList<>();

  /** What is behind every recipient's link. */
  Map<String, Object> released = Map.of();

  /** What comes of a key that a recipient brings. */
  Function<Map<String, Object>, Map<String, Object>> brings = body -> Map.of();

  String label = "";

  /** Whose vault it is. */
  String owner = "";

  /** Other vaults that it lists. */
  final List<Map<String, Object>> others = new ArrayList<>();

  /** Every account, by its id. */
  final Map<String, Map<String, Object>> accounts = new HashMap<>();

  /** What it says that a class A document holds, and how much of it it sends. */
  Bytes opened = Bytes.of(new byte[0]);

  int openedBytes = Integer.MAX_VALUE;

  /** What was asked to be granted. */
  final Map<String, Map<String, Object>> grants = new LinkedHashMap<>();

  /** Orders to change a class, and what it says of them. */
  final ClassOrders classes = new ClassOrders(documents);

  /** Documents that it keeps back. */
  final Set<String> hidden = ConcurrentHashMap.newKeySet();

  /** Whether there is always a next page. */
  boolean endless;

  /** How much of an export it sends before the line breaks, or falls silent. */
  int exportBytes = 1000;

  boolean silent;
  private final HttpServer http;
  final SigningKey audit = SigningKey.generate(Suite.CLASSIC);
  Suite suite = Suite.CLASSIC;
  AgeIdentity platform = AgeIdentity.generate(suite);

  /** Its log, when it is asked for a whole one. */
  Optional<Bytes> log = Optional.empty();

  private AgeIdentity gate = AgeIdentity.generate(suite);
  private final UUID vault = UUID.randomUUID();
  final List<Map<String, Object>> trustees = new ArrayList<>();
  final List<Map<String, Object>> recipients = new ArrayList<>();
  final List<String> triggers = new ArrayList<>();
  String receiptOf = vault.toString();
  String receiptHash = "0".repeat(64);
  SigningKey receiptKey = audit;
  long sequence;
  private Map<String, Object> account = Map.of();
  private Map<String, Object> firstKeys = Map.of();

  /** Whether an account has practised a recovery from the beginning. */
  boolean drilled = true;

  /** How keys were replaced. */
  final List<Map<String, Object>> successions = new ArrayList<>();

  private final Set<String> completed = new HashSet<>();
  long bytesReceived;

  /** A document as the server has it. */
  record Document(Map<String, Object> offer, Bytes payload) {}

  /** How far an upload is. */
  enum Moment {
    BEFORE_THE_OFFER,
    AFTER_THE_OFFER,
    IN_THE_MIDDLE,
    AFTER_THE_LAST_BYTE
  }

  /** A refusal, as a problem document. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String field;

    Refused(int status, String field) {
      super(field);
      this.status = status;
      this.field = field;
    }
  }

  private boolean reached(Moment moment) {
    var then = when.remove(moment);
    if (then != null) {
      then.run();
    }
    return then != null;
  }

  CheatingServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/api/v1/", this::answer);
    http.setExecutor(Executors.newCachedThreadPool(r -> Thread.ofPlatform().daemon().unstarted(r)));
    http.start();
  }

  String url() {
    return "http://localhost:" + http.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        answered(exchange);
      } catch (Refused e) {
        reply(exchange, e.status, Map.of("field", e.field, "detail", "Refused."));
      }
    }
  }

  private void answered(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath().substring("/api/v1/".length());
    var method = exchange.getRequestMethod();
    var token =
        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
            .replace("Bearer ", "");
    calls.add(method + " " + path + " " + token);
    if (!problem.isEmpty() || expired.contains(token)) {
      refuse(exchange, problem.isEmpty() ? 401 : 409);
      return;
    }
    if (path.endsWith("/payload")) {
      payload(exchange, path, method);
      return;
    }
    var body = exchange.getRequestBody().readAllBytes();
    if (raw.isPresent()) {
      var bytes = raw.get().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      return;
    }
    bodies.add(new String(body, StandardCharsets.UTF_8));
    if (path.endsWith("/audit/export")) {
      export(exchange);
      return;
    }
    if (path.endsWith("/opened")) {
      exchange.sendResponseHeaders(200, opened.length());
      exchange.getResponseBody().write(opened.toArray(), 0, Math.min(opened.length(), openedBytes));
      return;
    }
    if (path.endsWith("/content")) {
      var document =
          path.startsWith("recipient/")
              ? Json.parse(body).text("document")
              : path.split("/", -1)[3];
      content(exchange, document(document));
      return;
    }
    reply(
        exchange,
        200,
        json(method + " " + path, body.length == 0 ? Map.of() : Json.parse(body).members()));
  }

  private Map<String, ?> json(String call, Map<String, Object> body) {
    for (var own : answers.entrySet()) {
      if (call.endsWith(own.getKey())) {
        return own.getValue().apply(new Json(body));
      }
    }
    if (call.startsWith("GET accounts/parameters")) {
      return Map.of(
          "kdf", kdf.isEmpty() ? member(account, "kdf") : kdf, "salt", member(account, "salt"));
    }
    if (call.equals("POST accounts")) {
      var made = new HashMap<>(body);
      made.put("account", UUID.randomUUID().toString());
      made.put("slotsChangedAt", "2026-11-22T03:00:00Z");
      if (drilled) {
        made.put("drilledAt", "2026-11-22T04:00:00Z");
      }
      account = made;
      firstKeys = Map.copyOf(made);
      accounts.put(member(made, "account"), made);
      return made;
    }
    if (call.equals("POST sessions")) {
      return Map.of("accessToken", "access", "refreshToken", "refresh", "expiresIn", 600);
    }
    if (call.equals("POST sessions/refresh")) {
      refreshed.add(member(body, "refreshToken"));
      var number = refreshed.size();
      return Map.of("accessToken", "access-" + number, "refreshToken", "refresh-" + number);
    }
    if (call.equals("POST recipient/releases/key")) {
      return brings.apply(body);
    }
    if (call.equals("POST recipient/releases") && !released.isEmpty()) {
      return released;
    }
    if (call.equals("POST recipient/releases")) {
      var trigger = String.valueOf(body.getOrDefault("trigger", "latest"));
      return Map.of("trigger", trigger, "others", List.of("first", "second"));
    }
    if (call.equals("GET vaults")) {
      var items = new ArrayList<>(others);
      items.add(Map.of("vault", vault.toString(), "owner", owner, "label", label));
      return Map.of("items", items);
    }
    if (call.equals("POST vaults")) {
      suite = Suite.of(member(body, "suite"));
      platform = AgeIdentity.generate(suite);
      gate = AgeIdentity.generate(suite);
      label = member(body, "label");
      owner = member(account, "account");
    }
    if (call.startsWith("GET keys/") && call.endsWith("/epochs")) {
      return Map.of("items", epochs(call.split("/", -1)[1]));
    }
    if (call.startsWith("GET keys/")) {
      return Optional.ofNullable(accounts.get(call.substring("GET keys/".length())))
          .orElseThrow(() -> new Refused(404, "account"));
    }
    if (call.contains("/grants")) {
      return granted(call, body);
    }
    if (call.equals("GET accounts/me")) {
      return account;
    }
    if (call.equals("PUT accounts/me/unlock")) {
      become(body);
      if (body.containsKey("signIn")) {
        become(new Json(body).object("signIn").members());
      }
      return account;
    }
    if (call.equals("PUT accounts/me/keys")) {
      become(new Json(body).object("unlock").members());
      var succession = new Json(body).object("succession");
      var next = succession.object("body");
      become(Map.of("recipient", next.text("recipient"), "signingKey", next.text("signing")));
      successions.add(succession.members());
      return account;
    }
    if (call.equals("POST accounts/me/drills")) {
      become(Map.of("drilledAt", "2026-11-23T04:00:00Z"));
      return Map.of("drilledAt", "2026-11-23T04:00:00Z");
    }
    if (call.equals("PUT accounts/me/bundle")) {
      var changed = new HashMap<>(account);
      changed.putAll(body);
      account = changed;
      return account;
    }
    if (call.endsWith("/trustees") || call.endsWith("/recipients")) {
      return people(call, body);
    }
    if (call.endsWith("/escrow") && policy.isEmpty()) {
      return Map.of("armed", false);
    }
    if (call.endsWith("/escrow")) {
      return Map.of(
          "armed",
          true,
          "policy",
          policy.orElseThrow().toTree(),
          "releaseList",
          list.orElseThrow().toTree());
    }
    if (call.contains("/triggers")) {
      return trigger(call, body);
    }
    if (call.contains("/class")) {
      return classes.answer(call, body, this::receipt);
    }
    if (call.startsWith("POST vaults/")) {
      offered(body);
      return Map.of("uploadOffset", 0);
    }
    if (call.endsWith("/documents")) {
      return page(
          documents.keySet().stream()
              .filter(id -> !hidden.contains(id))
              .map(id -> Map.of("document", id))
              .toList());
    }
    if (call.startsWith("PUT ") && call.endsWith("/suite")) {
      suite = Suite.of(member(body, "suite"));
      platform = AgeIdentity.generate(suite);
      gate = AgeIdentity.generate(suite);
      label = member(body, "label");
      return vault();
    }
    if (call.startsWith("PUT ") && call.endsWith("/headers")) {
      return rewrapped(call.split("/", -1)[3], new Json(body));
    }
    if (call.contains("/documents/")) {
      return document(call.substring(call.lastIndexOf('/') + 1)).offer();
    }
    return vault();
  }

  private Map<String, Object> vault() {
    return Map.of(
        "vault", vault.toString(),
        "owner", owner,
        "suite", suite.text(),
        "platformRecipient", platform.recipient().text(),
        "gate",
            Map.of(
                "recipient", gate.recipient().text(),
                "signing", gateSigning.verificationKey().text()),
        "auditKey", audit.verificationKey().text(),
        "logOrigin", audit.verificationKey().fingerprint());
  }

  /** What replaced what an account had. */
  void become(Map<String, ?> changed) {
    var next = new HashMap<>(account);
    next.putAll(changed);
    account = next;
    accounts.put(member(next, "account"), next);
  }

  // Of an account whose keys were never replaced, or of the one that was.
  private List<Map<String, Object>> epochs(String id) {
    var all = new ArrayList<Map<String, Object>>();
    var now = Optional.ofNullable(accounts.get(id)).orElseThrow(() -> new Refused(404, "account"));
    var first = successions.isEmpty() ? now : firstKeys;
    all.add(epoch(1, member(first, "recipient"), member(first, "signingKey")));
    for (var succession : successions) {
      var next = new Json(succession).object("body");
      var made = epoch(all.size() + 1, next.text("recipient"), next.text("signing"));
      made.put("succession", succession);
      all.add(made);
    }
    return all;
  }

  private static Map<String, Object> epoch(int number, String recipient, String signing) {
    var epoch = new HashMap<String, Object>();
    epoch.put("epoch", number);
    epoch.put("recipient", recipient);
    epoch.put("signingKey", signing);
    return epoch;
  }

  /** Puts a key of its own in the place of the owner's. */
  void publishesAnotherKeyOfTheOwner() {
    var changed = new HashMap<>(accounts.getOrDefault(owner, Map.of()));
    changed.put("signingKey", SigningKey.generate(Suite.HYBRID).verificationKey().text());
    accounts.put(owner, changed);
  }

  private Map<String, ?> granted(String call, Map<String, Object> body) {
    if (call.startsWith("GET ")) {
      return Map.of("items", List.copyOf(grants.values()));
    }
    var id = call.startsWith("POST ") ? UUID.randomUUID().toString() : call.split("/", -1)[3];
    var grant = grants.computeIfAbsent(id, fresh -> new HashMap<>(body));
    grant.put("grant", id);
    if (call.startsWith("DELETE ")) {
      grant.put("revokedAt", "2026-11-22T05:00:00Z");
    }
    return Map.of("grant", grant, "receipt", receipt().toTree());
  }

  private static Map<String, Object> armed(Signed policy) {
    return Map.of("trigger", member(policy.unverifiedBody(), "trigger"), "state", "armed");
  }

  private Map<String, Object> rewrapped(String id, Json asked) {
    var before = documents.get(id);
    var offer = new HashMap<>(before == null ? Map.of() : before.offer());
    var metadata = Base64Url.decode(member(offer, "metadata"));
    var old = AgeHeader.read(metadata, AgeLimits.DEFAULT).orThrow("metadata").length();
    var file = new ByteArrayOutputStream();
    file.writeBytes(Base64Url.decode(asked.text("metadataHeader")));
    file.write(metadata, old, metadata.length - old);
    offer.put("header", asked.text("header"));
    offer.put("metadata", Base64Url.encode(file.toByteArray()));
    offer.put("manifest", asked.object("manifest").members());
    documents.put(id, new Document(offer, stored(new DocumentId(UUID.fromString(id))).payload()));
    return Map.of("change", Map.of("how", "header", "sentence", "It was opened by one key."));
  }

  private void offered(Map<String, Object> body) {
    reached(Moment.BEFORE_THE_OFFER);
    var offer = new Json(body);
    var manifest = offer.object("manifest").object("body");
    var epoch = policy.map(p -> new Json(p.unverifiedBody()).number("epoch")).orElse(0L);
    if (manifest.number("epoch") != epoch) {
      throw new Refused(422, "manifest.epoch");
    }
    follows(offer);
    var id = offer.text("document");
    var kept =
        Optional.ofNullable(documents.get(id))
            .filter(
                before ->
                    new Json(before.offer())
                        .object("manifest")
                        .object("body")
                        .text("payloadSha256")
                        .equals(manifest.text("payloadSha256")))
            .map(Document::payload)
            .orElseGet(() -> Bytes.of(new byte[0]));
    documents.put(id, new Document(body, kept));
    reached(Moment.AFTER_THE_OFFER);
  }

  private void follows(Json offer) {
    if (policy.isPresent() != offer.has("releaseList")) {
      throw new Refused(422, "releaseList");
    }
    if (policy.isPresent()
        && offer.object("releaseList").object("body").number("version")
            != new Json(list.orElseThrow().unverifiedBody()).number("version") + 1) {
      throw new Refused(409, "releaseList.version");
    }
  }

  private Map<String, ?> people(String call, Map<String, Object> body) {
    var all = call.endsWith("/trustees") ? trustees : recipients;
    if (call.startsWith("GET ")) {
      return Map.of("items", List.copyOf(all));
    }
    var id = UUID.randomUUID().toString();
    var named = new HashMap<String, Object>();
    named.put("alias", member(body, "alias"));
    if (call.endsWith("/trustees")) {
      named.put("trustee", id);
      named.put("state", "invited");
      trustees.add(named);
      return Map.of("trustee", id);
    }
    named.put("recipient", id);
    named.put("state", "added");
    if (body.containsKey("recipient")) {
      named.put("recipientKey", member(body, "recipient"));
    }
    if (body.containsKey("signingKey")) {
      named.put("signingKey", member(body, "signingKey"));
    }
    recipients.add(named);
    return Map.of("recipient", id);
  }

  /** What a trustee's acceptance makes of their line. */
  static void accepted(Map<String, Object> trustee, PublicKeys keys) {
    trustee.put("state", "confirmed");
    trustee.put("recipient", keys.recipient().text());
    trustee.put("signingKey", keys.signing().text());
  }

  private Map<String, ?> trigger(String call, Map<String, Object> body) {
    if (call.endsWith("/triggers")) {
      if (call.startsWith("GET ")) {
        return Map.of(
            "items",
            Stream.concat(
                    policy.stream().map(CheatingServer::armed),
                    triggers.stream().map(CheatingServer::draft))
                .toList());
      }
      triggers.add(UUID.randomUUID().toString());
      return Map.of("trigger", triggers.getLast());
    }
    if (call.endsWith("/arm")) {
      if (refusesToArm) {
        throw new Refused(422, "policy");
      }
      submitted.add(body);
      if (arms) {
        new Json(body).list("headers").forEach(this::rewrapped);
      }
    }
    return call.startsWith("POST ")
        ? Map.of("state", "armed", "receipt", receipt().toTree())
        : told(triggers.getLast());
  }

  private Map<String, Object> told(String trigger) {
    var told = new HashMap<>(draft(trigger));
    if (!product.isEmpty()) {
      told.put("product", product);
    }
    if (arms) {
      told.put("epoch", submitted.size());
    }
    return told;
  }

  private void rewrapped(Json header) {
    if (header.has("header")) {
      rewrapped(header.object("manifest").object("body").text("document"), header);
    }
  }

  private Map<String, ?> page(List<Map<String, String>> items) {
    return endless ? Map.of("items", items, "next", "again") : Map.of("items", items);
  }

  private static Map<String, Object> draft(String trigger) {
    return Map.of("trigger", trigger, "state", "draft", "armed", false);
  }

  /** Answers everything with these characters from now on. */
  void instead(String answer) {
    raw = Optional.of(answer);
  }

  /** What is stored under that id. */
  Document stored(DocumentId id) {
    var found = documents.get(id.toString());
    if (found == null) {
      throw new AssertionError("the server has no such document");
    }
    return found;
  }

  /** Changes one bit of a payload. */
  void change(DocumentId id, int at) {
    var stored = stored(id);
    var payload = stored.payload().toArray();
    payload[at] ^= 1;
    documents.put(id.toString(), new Document(stored.offer(), Bytes.of(payload)));
  }

  private Document document(String id) {
    var stored = documents.get(id);
    if (swaps || stored == null) {
      return instead;
    }
    return stored;
  }

  private void content(HttpExchange exchange, Document document) throws IOException {
    var file = new ByteArrayOutputStream();
    file.writeBytes(Base64Url.decode(member(document.offer(), "header")));
    file.write(document.payload().toArray(), 0, document.payload().length() - cutBytes);
    exchange.sendResponseHeaders(200, file.size());
    exchange.getResponseBody().write(file.toByteArray());
  }

  /** A log in which the vault is made with the first of these platform keys and gets the others. */
  Bytes logOf(SigningKey key, List<AgeRecipient> keys) {
    var entries = new ArrayList<Entry>();
    for (var named : keys) {
      var chain = Chain.of(new VaultId(vault));
      var head = entries.isEmpty() ? Head.genesis(chain) : entries.getLast().head();
      var facts = new HashMap<String, Object>(Map.of("platformRecipient", named.fingerprint()));
      if (entries.isEmpty()) {
        facts.putAll(Map.of("product", "witness-vault", "suite", suite.text()));
      }
      entries.add(
          Entry.following(
              head,
              Draft.of(
                  chain,
                  entries.isEmpty() ? EventType.VAULT_CREATED : EventType.PLATFORM_IDENTITY_MADE,
                  Resource.of("vault", vault),
                  Actor.system("operator"),
                  facts),
              UUID.randomUUID(),
              Instant.parse("2026-11-22T04:00:00Z"),
              Optional.empty()));
    }
    var out = new ByteArrayOutputStream();
    var end = Checkpoint.sign(entries.getLast().head(), entries.getLast().time(), key);
    var export = LogExport.begin(end, out);
    entries.forEach(entry -> export.entry(entry, Receipt.sign(entry, key), Optional.empty()));
    export.end(key);
    return Bytes.of(out.toByteArray());
  }

  private void export(HttpExchange exchange) throws IOException {
    if (log.isPresent()) {
      exchange.sendResponseHeaders(200, log.get().length());
      exchange.getResponseBody().write(log.get().toArray());
      return;
    }
    exchange.sendResponseHeaders(200, 1000);
    exchange.getResponseBody().write(new byte[exportBytes]);
    exchange.getResponseBody().flush();
    try {
      Thread.sleep(silent ? 3_000 : 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void payload(HttpExchange exchange, String path, String method) throws IOException {
    var id = path.split("/", -1)[3];
    if (!documents.containsKey(id)) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    var stored = document(id);
    if (method.equals("HEAD")) {
      exchange.getResponseHeaders().add("Upload-Offset", "" + stored.payload().length());
      exchange.sendResponseHeaders(204, -1);
      return;
    }
    int offset = Integer.parseInt(exchange.getRequestHeaders().getFirst("Upload-Offset"));
    var all = new ByteArrayOutputStream();
    all.write(stored.payload().toArray(), 0, offset);
    if (breakAfter >= 0) {
      all.writeBytes(exchange.getRequestBody().readNBytes(breakAfter));
      breakAfter = -1;
      documents.put(id, new Document(stored.offer(), Bytes.of(all.toByteArray())));
      return; // the line breaks: no answer
    }
    if (when.containsKey(Moment.IN_THE_MIDDLE)) {
      all.writeBytes(exchange.getRequestBody().readNBytes(90_000));
      documents.put(id, new Document(stored.offer(), Bytes.of(all.toByteArray())));
      reached(Moment.IN_THE_MIDDLE);
      return;
    }
    var sent = exchange.getRequestBody().readAllBytes();
    bytesReceived += sent.length;
    all.writeBytes(sent);
    documents.put(id, new Document(stored.offer(), Bytes.of(all.toByteArray())));
    boolean gone = reached(Moment.AFTER_THE_LAST_BYTE);
    var offer = new Json(stored.offer());
    if (!completed.contains(id)) {
      follows(offer);
      if (offer.has("releaseList")) {
        list = Optional.of(Signed.of(offer.object("releaseList").members()));
      }
      completed.add(id);
      classes.stored(id);
    }
    if (gone) {
      return; // whoever sent it is not there any more
    }
    reply(exchange, 200, Map.of("receipt", receipt().toTree()));
  }

  Signed receipt() {
    return Signed.sign(
        Map.of(
            "format",
            "vault/receipt/v1",
            "chain",
            Map.of("kind", "vault", "id", receiptOf),
            "sequence",
            ++sequence,
            "hash",
            receiptHash,
            "time",
            "2026-11-22T04:00:00Z"),
        receiptKey);
  }

  /** A label that opens with the owner's key, as any server can make one. */
  String labelFor(String recipient, String text) {
    return Base64Url.encode(
        AgeFile.encrypt(
            text.getBytes(StandardCharsets.UTF_8),
            Set.of(RecipientKeys.parse(recipient).strongest())));
  }

  private void refuse(HttpExchange exchange, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    var bytes = Json.bytes(Map.of("detail", problem));
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String member(Map<String, Object> tree, String name) {
    return new Json(tree).text(name);
  }

  private static void reply(HttpExchange exchange, int status, Map<String, ?> tree)
      throws IOException {
    var bytes = Json.bytes(tree);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("ETag", "\"1\"");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Whether the stored header of a document is one that the platform's own key opens. */
  boolean opens(Document document) {
    return AgeHeader.read(Base64Url.decode(member(document.offer(), "header")), AgeLimits.DEFAULT)
        .orThrow("header")
        .opens(platform);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
