package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.LinkToken;
import io.vaultplatform.core.notify.Outgoing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What of an outgoing thing is sealed: where to, which words, which link. As canonical JSON, {@code
 * outbox-payload/v1}.
 */
record Payload(List<Destination> to, Map<String, String> words, Optional<LinkToken> link) {
  private static final String FORMAT = "vault/outbox-payload/v1";

  static Payload of(Outgoing outgoing) {
    return switch (outgoing) {
      case Outgoing.Letter letter -> new Payload(letter.to(), letter.words(), letter.link());
      case Outgoing.Task task -> new Payload(List.of(), task.words(), Optional.empty());
    };
  }

  byte[] bytes() {
    var tree = new TreeMap<String, Object>();
    tree.put("format", FORMAT);
    tree.put(
        "to",
        to.stream().map(d -> Map.of("channel", d.channel(), "address", d.address())).toList());
    tree.put("words", words);
    link.ifPresent(token -> tree.put("link", token.text()));
    var bytes = CanonicalJson.bytes(tree);
    if (bytes.length > KeyService.MOST) {
      throw new IllegalArgumentException(
          "an outgoing thing has at most " + KeyService.MOST + " bytes of words and addresses");
    }
    return bytes;
  }

  static Payload of(byte[] bytes) {
    var tree = CanonicalJson.parse(bytes);
    var fields = Fields.of(tree, "payload");
    fields.format(FORMAT);
    var to =
        fields.objects("to").stream()
            .map(d -> new Destination(d.text("channel"), d.text("address")))
            .toList();
    var words = new TreeMap<String, String>();
    fields.tree("words").forEach((name, value) -> words.put(name, (String) value));
    var link = fields.optionalText("link").flatMap(LinkToken::parse);
    fields.end();
    return new Payload(to, words, link);
  }
}
