package io.vaultplatform.launcher;

/**
 * A product with a server of its own: where its build left it, and where it listens unless told
 * otherwise.
 */
public enum Product {
  WITNESS_VAULT("witness-vault", "Witness Vault", "witness-vault-app", 9080, 9443),
  FINAL_FILE("final-file", "Final File", "final-file-app", 9081, 9444);

  private final String serverName;
  private final String title;
  private final String module;
  private final int httpPort;
  private final int httpsPort;

  Product(String serverName, String title, String module, int httpPort, int httpsPort) {
    this.serverName = serverName;
    this.title = title;
    this.module = module;
    this.httpPort = httpPort;
    this.httpsPort = httpsPort;
  }

  /** The server's name, also the audience of its tokens: {@code witness-vault}. */
  public String serverName() {
    return serverName;
  }

  /** What people call it: {@code Witness Vault}. */
  public String title() {
    return title;
  }

  String module() {
    return module;
  }

  int httpPort() {
    return httpPort;
  }

  int httpsPort() {
    return httpsPort;
  }

  /** The prefix of its settings in the environment: {@code WITNESS_VAULT_HTTP_PORT}. */
  String environmentPrefix() {
    return name();
  }
}
