package io.vaultplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.core.keys.PrivateKeys;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command is done when what it printed did not arrive: real processes, real shells. */
class LostOutputTest {
  @TempDir Path folder = Path.of("");

  /** How a process ended, and what it said on standard error. */
  private record Ended(int exit, String err) {}

  @BeforeEach
  void somebody_with_keys_and_a_file() throws IOException {
    assertThat(Shell.vault("keygen", "-o", folder.resolve("me.txt").toString()).exit()).isZero();
    Files.write(folder.resolve("f"), new byte[300_000]);
  }

  /** Runs a line of a shell in which {@code $V} is the client. */
  private Ended sh(String line) throws Exception {
    var builder =
        new ProcessBuilder("/bin/sh", "-c", line)
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder
        .environment()
        .put("V", java + " -XX:TieredStopAtLevel=1 -XX:-UsePerfData " + VaultCli.class.getName());
    builder.environment().put("R", "me.txt.pub");
    var process = builder.start();
    return new Ended(process.waitFor(), Files.readString(folder.resolve("err")));
  }

  private static void isLost(Ended ended, String why) {
    assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith("vault: Standard output cannot be written")
        .contains(why)
        .hasLineCount(1);
  }

  @Test
  void a_full_disk_ends_every_kind_of_command_as_not_done() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here");
    assertThat(sh("$V encrypt -r $R -o f.age f").exit()).isZero();
    for (var command :
        List.of(
            "encrypt -r $R f",
            "encrypt -a -r $R f",
            "decrypt -i me.txt f.age",
            "keygen -o -",
            "keygen -o other.txt",
            "verify-log f",
            "--version",
            "put --help")) {
      isLost(sh("$V " + command + " >/dev/full"), "No space left on device");
    }
  }

  @Test
  void a_closed_output_a_limit_and_a_reader_who_leaves_end_it_too() throws Exception {
    isLost(sh("$V keygen -o - >&-"), "Bad file descriptor");
    isLost(sh("ulimit -f 100; $V encrypt -r $R f >limited"), "File too large");
    // What has no end would never stop if the first lost byte did not stop it.
    var left = sh("{ $V encrypt -r $R /dev/zero; echo $? >exit; } | head -c 10");
    assertThat(Files.readString(folder.resolve("exit"))).isEqualTo("1\n");
    assertThat(left.err()).contains("Broken pipe").hasLineCount(1);
  }

  @Test
  void what_a_server_command_printed_has_to_arrive_as_well() throws IOException {
    try (var server = new CheatingServer()) {
      new Accounts(Shell.client(Shell.home(folder), server.url()))
          .register("river", PrivateKeys.generate());
      var command = new String[] {"whoami", "--server", server.url()};
      assertThat(Shell.vaultAt(folder, command).exit()).isZero();
      var ran = Shell.vaultAt(folder, new Full(), command);
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err()).contains("Standard output cannot be written");
    }
  }

  @Test
  void a_key_file_that_could_not_be_written_whole_is_not_left_in_the_way() throws Exception {
    assertThat(sh("ulimit -f 0; $V keygen -o other.txt").exit()).isEqualTo(1);
    assertThat(folder.resolve("other.txt")).doesNotExist();
  }

  /** A disk without room. */
  private static final class Full extends Writer {
    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      throw new IOException("full");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
