package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.Pins;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Manifest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What this client stored or saw of each document, held against what the server shows now.
 *
 * <p>The owner may have signed several manifests for one version: one for each epoch, and one for a
 * try that broke off. All of them verify, so the signature alone does not tell the right one; what
 * was seen does.
 */
final class SeenDocuments {
  private final Pins pins;

  SeenDocuments(Pins pins) {
    this.pins = pins;
  }

  /**
   * One document as it was seen last.
   *
   * @param epochs the highest epoch seen of each trigger, for this version
   */
  private record Last(int version, String payload, String metadata, Map<UUID, Integer> epochs) {
    static Last of(Manifest manifest) {
      var epochs = new TreeMap<UUID, Integer>();
      manifest.escrow().ifPresent(e -> epochs.put(e.trigger(), e.epoch()));
      return new Last(
          manifest.version(), manifest.payloadSha256(), manifest.metadataPayloadSha256(), epochs);
    }

    static Last parse(String text) {
      try {
        return read(text);
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw Stop.refused(
            "The file seen.json in this client's folder is damaged: it does not say what was seen"
                + " of a document. Restore it from a copy.");
      }
    }

    private static Last read(String text) {
      var parts = text.split(":", -1);
      var epochs = new TreeMap<UUID, Integer>();
      for (int i = 3; i < parts.length; i++) {
        var epoch = parts[i].split("=", 2);
        epochs.put(UUID.fromString(epoch[0]), Integer.parseInt(epoch[1]));
      }
      return new Last(Integer.parseInt(parts[0]), parts[1], parts[2], epochs);
    }

    // Never backwards: what is finished late may have been followed by a newer version.
    Last after(Last before) {
      return before.version > version ? before : this;
    }

    Last and(Last before) {
      if (before.version != version) {
        return after(before);
      }
      before.epochs.forEach((trigger, epoch) -> epochs.merge(trigger, epoch, Math::max));
      return this;
    }

    String text() {
      var epoch =
          epochs.entrySet().stream()
              .map(e -> ":" + e.getKey() + "=" + e.getValue())
              .collect(Collectors.joining());
      return version + ":" + payload + ":" + metadata + epoch;
    }
  }

  /** Ends the command when the server shows less than was seen before; else remembers it. */
  void check(Manifest manifest) {
    become(
        manifest,
        before -> {
          compare(before, manifest);
          return Last.of(manifest).and(before);
        });
  }

  /**
   * Remembers what the owner signed and the server has taken. Without an epoch it was signed after
   * a disarming: the epochs from before it are over, and their absence is no sign of an older
   * state.
   */
  void remember(Manifest manifest) {
    become(
        manifest,
        before ->
            manifest.escrow().isPresent()
                ? Last.of(manifest).and(before)
                : Last.of(manifest).after(before));
  }

  private void become(Manifest manifest, UnaryOperator<Last> next) {
    pins.become(
        name(manifest.vault()) + manifest.document(),
        seen -> seen.map(Last::parse).map(next).orElse(Last.of(manifest)).text());
  }

  private static void compare(Last before, Manifest manifest) {
    if (manifest.version() < before.version()) {
      throw Stop.refused(
          "ROLLED_BACK: the server offers version "
              + manifest.version()
              + " of document "
              + manifest.document()
              + ", and version "
              + before.version()
              + " is known.");
    }
    if (manifest.version() > before.version()) {
      return;
    }
    if (!manifest.payloadSha256().equals(before.payload())
        || !manifest.metadataPayloadSha256().equals(before.metadata())) {
      throw Stop.refused(
          "REPLACED: the server offers another file as version "
              + manifest.version()
              + " of document "
              + manifest.document()
              + " than the one that is known.");
    }
    boolean older =
        manifest
            .escrow()
            .map(e -> e.epoch() < before.epochs().getOrDefault(e.trigger(), 0))
            .orElse(!before.epochs().isEmpty());
    if (older) {
      throw Stop.refused(
          "OLDER_EPOCH: the server offers document "
              + manifest.document()
              + " as it was before it was armed last.");
    }
  }

  /** The documents that are known and not among those the server lists. */
  List<DocumentId> missing(VaultId vault, Collection<DocumentId> listed) {
    return pins.under(name(vault)).keySet().stream()
        .map(id -> new DocumentId(UUID.fromString(id)))
        .filter(id -> !listed.contains(id))
        .toList();
  }

  private static String name(VaultId vault) {
    return "vault/" + vault + "/document/";
  }
}
