package io.vaultplatform.core.decoders;

import com.sun.management.ThreadMXBean;
import io.vaultplatform.core.base.FieldException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gives a decoder a fixed number of wrong inputs and says the first thing that it must not do:
 * throw anything but the documented exception, take long, or allocate far more than it was given.
 *
 * <p>Time and memory are those of the one thread, so that a busy machine changes neither.
 */
final class Fuzzing {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long MOST_NANOS = Duration.ofMillis(50).toNanos();
  private static final long MOST_BYTES = 1 << 20;
  // A tree of the smallest JSON objects takes this many bytes for each of its text.
  private static final long BYTES_FOR_EACH = 100;
  // An exception of these types is the documented one; a subclass such as NumberFormatException
  // is an accident that quotes the input.
  private static final List<Class<?>> DOCUMENTED =
      List.of(IllegalArgumentException.class, FieldException.class);

  private final long seed;
  private final int budget;
  private final Duration patience;

  /**
   * @param budget inputs for each decoder
   * @param patience after which a decoder is said to loop
   */
  Fuzzing(long seed, int budget, Duration patience) {
    this.seed = seed;
    this.budget = budget;
    this.patience = patience;
  }

  /** What the decoder did that it must not; empty when it withstood everything. */
  Optional<String> findings(Decoder decoder) throws InterruptedException {
    var current = new AtomicReference<Object>("nothing yet");
    var work = new FutureTask<>(() -> firstFinding(decoder, current));
    // A thread that loops cannot be stopped; as a daemon it does not keep the build.
    var thread = new Thread(null, work, "fuzzing " + decoder.name(), 512 * 1024);
    thread.setDaemon(true);
    thread.start();
    try {
      return work.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.of(said(decoder, "does not end", current.get()));
    } catch (ExecutionException e) {
      throw new AssertionError(said(decoder, "broke the harness", current.get()), e);
    }
  }

  private Optional<String> firstFinding(Decoder decoder, AtomicReference<Object> current) {
    var random = new Random(seed ^ decoder.name().hashCode());
    for (int i = 0; i < budget; i++) {
      var input = decoder.inputs().apply(random);
      current.set(input.shown());
      var wrong = judged(input);
      if (wrong.isPresent()) {
        return wrong.map(what -> said(decoder, what, input.shown()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> judged(Decoder.Input input) {
    long most = MOST_BYTES + BYTES_FOR_EACH * input.length();
    long nanos = Long.MAX_VALUE;
    long bytes = Long.MAX_VALUE;
    // What is slow or large once may be a class that was loaded; what is so each time is the input.
    for (int i = 0; i < 4 && (nanos > MOST_NANOS || bytes > most); i++) {
      long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
      long nanosBefore = THREADS.getCurrentThreadCpuTime();
      try {
        input.call().read();
      } catch (Throwable e) {
        if (!DOCUMENTED.contains(e.getClass())) {
          return Optional.of("throws " + e + " at " + place(e));
        }
      }
      nanos = Math.min(nanos, THREADS.getCurrentThreadCpuTime() - nanosBefore);
      bytes = Math.min(bytes, THREADS.getCurrentThreadAllocatedBytes() - bytesBefore);
    }
    if (nanos > MOST_NANOS) {
      return Optional.of("takes " + nanos / 1_000_000 + " ms");
    }
    return bytes > most ? Optional.of("allocates " + bytes + " bytes") : Optional.empty();
  }

  private static String place(Throwable e) {
    return List.of(e.getStackTrace()).stream().limit(6).toList().toString();
  }

  private String said(Decoder decoder, String what, @Nullable Object shown) {
    var text =
        shown instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(shown);
    var cut = text.length() > 4000 ? text.substring(0, 4000) + "… " + text.length() : text;
    return decoder.name() + " " + what + " (seed " + seed + ") for " + cut;
  }
}
