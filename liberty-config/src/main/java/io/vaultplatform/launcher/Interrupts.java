package io.vaultplatform.launcher;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Ctrl-C, a hang-up and a polite kill, all meaning: stop in order.
 *
 * <p>Signal handlers rather than shutdown hooks, because hooks run all at once, and the database
 * must outlive the servers.
 */
final class Interrupts {
  private static final int SIGINT = 2;

  private Interrupts() {}

  /** Runs {@code stop} at the first of these signals; it should end the process. */
  static void onStop(Runnable stop) {
    acceptInterrupt();
    for (var name : List.of("INT", "TERM", "HUP")) {
      handle(name, () -> Thread.ofPlatform().name("stop").start(stop));
    }
  }

  /**
   * {@code sun.misc.Signal} by name: the JDK has no other, and its compiler warns of every mention
   * in a way that nothing switches off.
   */
  private static void handle(String name, Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var acting =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (!method.getName().equals("handle")) {
                  return method.invoke(action, arguments); // what every object has
                }
                action.run();
                return null;
              });
      var unused =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), acting);
    } catch (InvocationTargetException e) {
      // This system has no such signal (HUP on Windows).
      if (!(e.getCause() instanceof IllegalArgumentException)) {
        throw new IllegalStateException(e);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no signals", e);
    }
  }

  /**
   * Makes SIGINT count even where our parent ignores it, as a script's background job does: a child
   * inherits "ignored", and Java then refuses to install a handler. Only the C library can undo it;
   * the call exists since Java 22, while this code is compiled for 21, hence by name.
   */
  private static void acceptInterrupt() {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return;
    }
    try {
      var segment = Class.forName("java.lang.foreign.MemorySegment");
      var linkerType = Class.forName("java.lang.foreign.Linker");
      var descriptor = Class.forName("java.lang.foreign.FunctionDescriptor");
      var layout = Class.forName("java.lang.foreign.MemoryLayout");
      var values = Class.forName("java.lang.foreign.ValueLayout");
      var option = Class.forName("java.lang.foreign.Linker$Option");
      var linker = linkerType.getMethod("nativeLinker").invoke(null);
      var lookup = linkerType.getMethod("defaultLookup").invoke(linker);
      var found =
          (java.util.Optional<?>)
              Class.forName("java.lang.foreign.SymbolLookup")
                  .getMethod("find", String.class)
                  .invoke(lookup, "signal");
      var arguments = java.lang.reflect.Array.newInstance(layout, 2);
      var address = values.getField("ADDRESS").get(null);
      java.lang.reflect.Array.set(arguments, 0, values.getField("JAVA_INT").get(null));
      java.lang.reflect.Array.set(arguments, 1, address);
      var shape =
          descriptor.getMethod("of", layout, arguments.getClass()).invoke(null, address, arguments);
      var none = java.lang.reflect.Array.newInstance(option, 0);
      var signal =
          (MethodHandle)
              linkerType
                  .getMethod("downcallHandle", segment, descriptor, none.getClass())
                  .invoke(linker, found.orElseThrow(), shape, none);
      var byDefault = segment.getField("NULL").get(null); // SIG_DFL
      var unused = signal.invokeWithArguments(SIGINT, byDefault);
    } catch (Throwable e) {
      // Without it everything works except Ctrl-C under a parent that ignores Ctrl-C; TERM still
      // stops the stack.
    }
  }
}
