package io.vaultplatform.counter.triggers;

import java.net.http.HttpClient;

/** A pure package that could call home. */
final class OpensASocket {
  Class<?> wanted() {
    return HttpClient.class;
  }
}
