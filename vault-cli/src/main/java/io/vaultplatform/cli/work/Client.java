package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.http.Api;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Passphrase;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One person at one server: their folder, their session, and how to ask for their passphrase.
 *
 * @param passphrase asks; the caller closes what it gets
 * @param progress is told how far long work is
 */
public record Client(Home home, Api api, Supplier<Passphrase> passphrase, Progress progress) {

  /** Is told how far long work is. */
  public interface Progress {
    /** Nobody looks. */
    Progress NONE = (what, done, total) -> {};

    /**
     * Work has come this far.
     *
     * @param done bytes so far
     * @param total bytes in all
     */
    void at(String what, long done, long total);
  }

  /** A client whose calls carry the session kept in {@code home}, if {@code server} gave it. */
  public static Client of(
      Home home, String server, Supplier<Passphrase> passphrase, Progress progress) {
    var api = new Api(server);
    api.use(new KeptSession(home, new Api(server)));
    return new Client(home, api, passphrase, progress);
  }

  /** Checks and keeps the receipt of an answer, and says where. */
  Path keepReceipt(Json answer, VaultId vault) {
    return keepReceipt(answer, Optional.of(vault), Optional.empty());
  }

  /** As above, with what the caller knows of the log. */
  Path keepReceipt(Json answer, Optional<VaultId> vault, Optional<String> logOrigin) {
    if (!answer.has("receipt")) {
      throw Stop.refused("The server gave no receipt; whether it recorded this is not proven.");
    }
    return home.receipts().keep(answer.object("receipt").members(), vault, logOrigin);
  }

  /**
   * The session in the folder, for the server that gave it and no other; renewed once its access
   * token is no longer taken.
   */
  private static final class KeptSession implements Api.Access {
    private final Home home;
    private final Api plain;

    KeptSession(Home home, Api plain) {
      this.home = home;
      this.plain = plain;
    }

    private Optional<Home.Tokens> ours() {
      return home.tokens().filter(t -> t.server().equals(plain.server().toString()));
    }

    @Override
    public String token() {
      return ours().map(Home.Tokens::access).orElse("");
    }

    // A refresh token counts once, and one that comes twice ends the session: so one command at a
    // time, and whoever waited takes what the other one got.
    @Override
    public boolean renew(String refused) {
      return home.alone(
          () -> {
            var kept = ours();
            if (kept.isEmpty() || refused.isEmpty()) {
              return false;
            }
            return !kept.get().access().equals(refused) || refresh(kept.get());
          });
    }

    private boolean refresh(Home.Tokens kept) {
      try {
        var answer = plain.post("sessions/refresh", Map.of("refreshToken", kept.refresh())).body();
        home.save(
            new Home.Tokens(
                kept.server(),
                answer.text("accessToken"),
                answer.optionalText("refreshToken").orElse(kept.refresh())));
        return true;
      } catch (Stop e) {
        if (e.exit() != Stop.Exit.REFUSED) {
          throw e;
        }
        // The session is over: the command's own refusal will say "sign in".
        home.forgetTokens();
        return false;
      }
    }
  }
}
