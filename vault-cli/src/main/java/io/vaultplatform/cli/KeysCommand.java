package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.People;
import io.vaultplatform.cli.work.PublishedKeys;
import io.vaultplatform.cli.work.Recovery;
import io.vaultplatform.cli.work.Renewal;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.crypto.Fingerprint;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.FingerprintWords;
import io.vaultplatform.core.keys.PublicKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Looks up published keys, compares them with what a person reads aloud, and replaces one's own.
 */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "The public keys of an account, and the fingerprint to compare by voice.")
final class KeysCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = "An account's id.")
  private @Nullable String account;

  @Override
  public Integer call() {
    if (account == null) {
      throw Stop.usage("Name an account's id, or a command: verify or rotate.");
    }
    var keys = new PublishedKeys(common.client()).of(account);
    var fingerprint = keys.fingerprint().digits();
    common
        .terminal()
        .result(
            "Fingerprint: " + fingerprint + "\nIn words:    " + words(keys.fingerprint()),
            Map.of(
                "recipient", keys.recipient().text(),
                "signingKey", keys.signing().text(),
                "fingerprint", fingerprint,
                "words", words(keys.fingerprint())));
    return 0;
  }

  private static String words(Fingerprint fingerprint) {
    return FingerprintWords.of(fingerprint);
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Show a fingerprint as digits and as words, and compare it with what the person reads to"
            + " you.",
        "NAME is an account's id, or \"me\" for what you read to others, or with --vault what you"
            + " call a trustee or a recipient. That theirs is the same is noted, and arming counts"
            + " on them. Without a signing key there is no fingerprint: \"vault recipient verify\""
            + " compares what there is."
      })
  int verify(
      @Mixin Common common,
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(
              paramLabel = "FINGERPRINT",
              arity = "0..*",
              description = "What they read: eight groups of digits, or sixteen words.")
          List<String> read,
      @Option(
              names = "--vault",
              paramLabel = "VAULT",
              description = "The vault that they belong to.")
          @Nullable String vault) {
    var fingerprint = vault == null ? fingerprint(common, name) : persons(common, vault, name);
    var tree = new LinkedHashMap<String, Object>();
    tree.put("fingerprint", fingerprint.digits());
    tree.put("words", words(fingerprint));
    var shown = "Fingerprint: " + fingerprint.digits() + "\nIn words:    " + words(fingerprint);
    if (read != null && !read.isEmpty()) {
      if (!FingerprintWords.says(fingerprint, String.join(" ", read))) {
        throw Stop.refused(
            "That is not the fingerprint of the keys that the server shows ("
                + fingerprint.digits()
                + "). Ask the person again; if they are sure, somebody put keys of their own in"
                + " the place of theirs.");
      }
      if (vault != null) {
        var client = common.client();
        new People(client).compare(new Vaults(client).find(vault), name, String.join(" ", read));
      }
      tree.put("same", true);
      shown += "\nIt is the same.";
    }
    common.terminal().result(shown, tree);
    return 0;
  }

  private static Fingerprint fingerprint(Common common, String name) {
    return (name.equals("me") ? mine(common) : new PublishedKeys(common.client()).of(name))
        .fingerprint();
  }

  private static Fingerprint persons(Common common, String vault, String name) {
    var client = common.client();
    return new People(client).shown(new Vaults(client).find(vault), name);
  }

  private static PublicKeys mine(Common common) {
    var account = common.home().requireAccount();
    return new PublicKeys(
        RecipientKeys.parse(account.recipient()), new VerificationKey(account.signing()));
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = {
        "Make new keys, signed by the ones you have; then make headers of what you stored anew for"
            + " them. Refused while a trigger is armed.",
        "If it is cut off: \"vault keys rotate --continue\". Until then everything still opens."
      })
  int rotate(
      @Mixin Common common,
      @Option(names = "--continue", description = "Make no new keys; go on with the headers.")
          boolean goOn) {
    var client = common.client();
    try (var before = new Accounts(client).unlock()) {
      if (goOn && before.bundle().epoch() == 1) {
        throw Stop.usage("There is nothing to continue: your keys were never replaced.");
      }
      var owner = goOn ? before : new Recovery(client).rotate(before);
      var fingerprint = owner.keys().publicKeys().fingerprint();
      if (!goOn) {
        common
            .terminal()
            .remark(
                "Your keys are those of epoch "
                    + owner.bundle().epoch()
                    + " now; renewing headers.");
      }
      var result = new Renewal(client).all(owner);
      common
          .terminal()
          .result(
              "Your keys are those of epoch "
                  + owner.bundle().epoch()
                  + ", fingerprint "
                  + fingerprint.digits()
                  + ". "
                  + result.renewed()
                  + " documents renewed, "
                  + result.before()
                  + " were already."
                  + (result.left().isEmpty()
                      ? ""
                      : "\nLeft as they were:\n" + String.join("\n", result.left()))
                  + "\nWhoever had your former keys keeps what they could open with them.",
              Map.of(
                  "epoch", owner.bundle().epoch(),
                  "fingerprint", fingerprint.digits(),
                  "renewed", result.renewed(),
                  "before", result.before(),
                  "left", result.left()));
      return result.left().isEmpty() ? 0 : Stop.Exit.REFUSED.code();
    }
  }
}
