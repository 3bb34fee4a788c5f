package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.http.Api;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.crypto.Passphrase;
import java.nio.file.Path;
import java.util.Map;
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

  /** A client whose calls carry the session kept in {@code home}, if there is one. */
  public static Client of(
      Home home, String server, Supplier<Passphrase> passphrase, Progress progress) {
    var api = new Api(server);
    api.use(new KeptSession(home, new Api(server)));
    return new Client(home, api, passphrase, progress);
  }

  /** Keeps the receipt of an answer, if it carries one, and says where. */
  Path keepReceipt(Json answer) {
    if (!answer.has("receipt")) {
      throw Stop.refused("The server gave no receipt; whether it recorded this is not proven.");
    }
    return home.keepReceipt(answer.object("receipt").members());
  }

  /** The session in the folder; renewed once its access token is no longer taken. */
  private static final class KeptSession implements Api.Access {
    private final Home home;
    private final Api plain;

    KeptSession(Home home, Api plain) {
      this.home = home;
      this.plain = plain;
    }

    @Override
    public String token() {
      return home.tokens().map(Home.Tokens::access).orElse("");
    }

    @Override
    public boolean renew() {
      var kept = home.tokens();
      if (kept.isEmpty()) {
        return false;
      }
      try {
        var answer =
            plain.post("sessions/refresh", Map.of("refreshToken", kept.get().refresh())).body();
        home.save(
            new Home.Tokens(
                answer.text("accessToken"),
                answer.optionalText("refreshToken").orElse(kept.get().refresh())));
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
