package io.vaultplatform.counter.triggers;

import java.nio.file.Path;

/** A pure package with a path. */
final class ReadsAFile {
  Path plan() {
    return Path.of("plan");
  }
}
