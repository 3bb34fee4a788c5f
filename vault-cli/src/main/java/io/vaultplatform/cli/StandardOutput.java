package io.vaultplatform.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Standard output whose faults are not lost: a full disk, a closed output or a reader who left ends
 * the command as not done.
 *
 * <p>Java's printers swallow such faults and only remember that there was one. Here the reason is
 * kept as well, every command is asked at its end, and bytes stop at the first that did not arrive.
 */
final class StandardOutput extends PrintStream {
  private final Sink sink;

  private StandardOutput(Sink sink, PrintStream before) {
    super(sink, false, before.charset());
    this.sink = sink;
  }

  /** Takes the place of the process's {@link System#out}. */
  static void install() {
    var sink = new Sink(new FileOutputStream(FileDescriptor.out));
    System.setOut(new StandardOutput(sink, System.out));
  }

  /** Where bytes go; fails as soon as one of them is lost. */
  static OutputStream bytes() {
    var out = System.out;
    return new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        out.write(bytes, offset, length);
        flush();
      }

      @Override
      public void flush() {
        if (out.checkError()) {
          throw lost();
        }
      }
    };
  }

  /** Ends the command unless everything arrived that it printed. */
  static void requireWritten(PrintWriter printed) {
    // Both are asked: the writer keeps what it could not give to the stream.
    boolean ours = printed.checkError();
    if (System.out.checkError() || ours) {
      throw lost();
    }
  }

  private static Stop lost() {
    var why = System.out instanceof StandardOutput out ? out.sink.fault : null;
    return Stop.refused(
        "Standard output cannot be written, so the result did not arrive whole"
            + (why == null ? "." : ": " + why + "."));
  }

  /** Remembers why the first byte was lost. */
  private static final class Sink extends OutputStream {
    private final OutputStream out;
    private @Nullable String fault;

    Sink(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        fault = fault == null ? String.valueOf(e.getMessage()) : fault;
        throw e;
      }
    }
  }
}
