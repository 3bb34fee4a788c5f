package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.core.keys.RecoveryCode;
import java.util.Optional;

/**
 * {@code recovery-kit/v1}: the page that brings an owner back without a passphrase. It says what it
 * is, whose, how to use it and what loses it, to somebody who reads it years later, perhaps for the
 * first time.
 *
 * @param server where the account is
 * @param name of the account
 * @param made the day, ISO-8601
 * @param code as it is printed
 */
public record Kit(String server, String name, String made, String code) {
  private static final String SERVER = "Server:   ";
  private static final String ACCOUNT = "Account:  ";
  private static final String MADE = "Made:     ";
  private static final String CODE = "Code:     ";

  /** The page, ASCII, lines of at most 80 characters where names are not longer. */
  public String text() {
    return """
    RECOVERY KIT (recovery-kit/v1)

    This page opens the keys of the account below without its passphrase. Whoever
    holds it can read everything the owner can, and change the passphrase.

    %s%s
    %s%s
    %s%s
    %s%s

    HOW TO USE IT
    1. On any computer with the "vault" program:
         vault recovery use --name %s --server %s
    2. Type the code when asked. Small letters are fine, and so are missing
       hyphens; O is read as 0, I and L as 1. A mistyped code is noticed.
    3. Choose a new passphrase. This page keeps working afterwards.

    HOW TO KEEP IT
    - On paper, away from the computer, where you would keep a will or a passport.
    - Nobody from the server ever asks for this code.
    - Practise once a year: vault recovery drill --kit FILE, or typing the code.

    WHAT LOSES IT
    - Making another kit: only the newest one counts.
    - "vault recovery remove kit".
    - Losing the server: it keeps the keys that this code opens. An export keeps a
      copy of its own.
    - Losing this page, the passphrase, and every other way in: then nobody, the
      people who run the server included, can open what only you could read.
    """
        .formatted(SERVER, server, ACCOUNT, name, MADE, made, CODE, code, name, server);
  }

  /** What the QR code holds. */
  public String compact() {
    return "vault-recovery/v1\n" + server + "\n" + name + "\n" + code;
  }

  /** Reads such a page, or the text of its QR code. */
  public static Kit parse(String text) {
    var lines = text.lines().map(String::strip).toList();
    if (lines.size() == 4 && lines.getFirst().equals("vault-recovery/v1")) {
      return new Kit(lines.get(1), lines.get(2), "", lines.get(3));
    }
    return new Kit(
        line(text, SERVER).orElseThrow(Kit::none),
        line(text, ACCOUNT).orElseThrow(Kit::none),
        line(text, MADE).orElse(""),
        line(text, CODE).orElseThrow(Kit::none));
  }

  private static Optional<String> line(String text, String beginning) {
    return text.lines()
        .map(String::strip)
        .filter(line -> line.startsWith(beginning.strip()))
        .map(line -> line.substring(beginning.strip().length()).strip())
        .findFirst();
  }

  private static Stop none() {
    return Stop.usage("The file of --kit is no recovery kit.");
  }

  /** The code, checked. The caller closes it. */
  public RecoveryCode secret() {
    return Refusals.done(RecoveryCode.parse(code));
  }

  @Override
  public String toString() {
    return "Kit[" + name + "]";
  }
}
