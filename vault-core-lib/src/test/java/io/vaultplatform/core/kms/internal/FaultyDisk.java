package io.vaultplatform.core.kms.internal;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The file system of this machine on a disk that fails when a test says so: each step that changes
 * something on it (make, write, force, rename, delete, open to write) is counted and may be
 * refused. Of a write that is refused the first half arrives, as on a disk that fills up.
 */
public final class FaultyDisk {
  private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
  private final FileSystem system = new Seen();
  private final Provider provider = new Provider();
  private volatile BiPredicate<Integer, String> refused = (number, step) -> false;
  private volatile String reason = "";

  /** The file as it is seen through this disk. */
  public Path at(Path file) {
    return wrapped(file);
  }

  /** From now on, the steps are counted from 0 and those that {@code which} accepts are refused. */
  public void fails(String why, BiPredicate<Integer, String> which) {
    steps.clear();
    reason = why;
    refused = which;
  }

  /** It is well again. */
  public void mend() {
    fails("", (number, step) -> false);
  }

  /** Every step since the last order, in words. */
  public List<String> steps() {
    return List.copyOf(steps);
  }

  private boolean refuses(String step) {
    int number;
    synchronized (steps) {
      number = steps.size();
      steps.add(step);
    }
    return refused.test(number, step);
  }

  private void step(String what, Path on) throws IOException {
    if (refuses(what + " " + on.getFileName())) {
      throw new FileSystemException(on.toString(), null, reason);
    }
  }

  private Path wrapped(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            FaultyDisk.class.getClassLoader(),
            new Class<?>[] {Path.class, Wrapped.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getFileSystem")) {
                return system;
              }
              if (method.getName().equals("real")) {
                return path;
              }
              var given = arguments == null ? new Object[0] : arguments.clone();
              for (int i = 0; i < given.length; i++) {
                given[i] = given[i] instanceof Wrapped other ? other.real() : given[i];
              }
              try {
                var result = method.invoke(path, given);
                return result instanceof Path other ? wrapped(other) : result;
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  private interface Wrapped {
    Path real();
  }

  private static Path real(Path path) {
    return path instanceof Wrapped wrapped ? wrapped.real() : path;
  }

  private static boolean writes(Set<? extends OpenOption> options) {
    return options.contains(StandardOpenOption.WRITE)
        || options.contains(StandardOpenOption.APPEND);
  }

  private final class Provider extends FileSystemProvider {
    private final FileSystemProvider real = Path.of("").getFileSystem().provider();

    @Override
    public String getScheme() {
      return "faulty";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      return system;
    }

    @Override
    public Path getPath(URI uri) {
      throw new UnsupportedOperationException();
    }

    private void opened(Path path, Set<? extends OpenOption> options) throws IOException {
      if (writes(options)) {
        step(Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? "open" : "make", path);
      }
    }

    @Override
    public SeekableByteChannel newByteChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      opened(real(path), options);
      var channel = real.newByteChannel(real(path), options, attributes);
      return (SeekableByteChannel)
          Proxy.newProxyInstance(
              FaultyDisk.class.getClassLoader(),
              new Class<?>[] {SeekableByteChannel.class},
              (proxy, method, arguments) -> {
                try {
                  if (method.getName().equals("write")
                      && refuses("write " + real(path).getFileName())) {
                    var bytes = (java.nio.ByteBuffer) arguments[0];
                    channel.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
                    throw new IOException(reason);
                  }
                  return method.invoke(channel, arguments);
                } catch (InvocationTargetException e) {
                  throw Objects.requireNonNull(e.getCause());
                }
              });
    }

    @Override
    public FileChannel newFileChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      opened(real(path), options);
      return new FaultyChannel(real(path), real.newFileChannel(real(path), options, attributes));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
        Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
      return real.newDirectoryStream(real(folder), filter);
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
      step("make", real(folder));
      real.createDirectory(real(folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
      if (Files.exists(real(path), LinkOption.NOFOLLOW_LINKS)) {
        step("delete", real(path));
      }
      real.delete(real(path));
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
      step("make", real(to));
      real.copy(real(from), real(to), options);
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
      step("rename to", real(to));
      real.move(real(from), real(to), options);
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
      return real.isSameFile(real(one), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
      return real.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return real.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      real.checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      return real.getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      return real.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
        throws IOException {
      return real.readAttributes(real(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options)
        throws IOException {
      step("change", real(path));
      real.setAttribute(real(path), name, value, options);
    }
  }

  private final class FaultyChannel extends HeldChannel {
    private final Path path;

    FaultyChannel(Path path, FileChannel real) {
      super(real);
      this.path = path;
    }

    @Override
    void before(String what) throws IOException {
      step(what, path);
    }
  }

  private final class Seen extends FileSystem {
    private final FileSystem real = Path.of("").getFileSystem();

    @Override
    public FileSystemProvider provider() {
      return provider;
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return real.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return wrapped(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      return real.getPathMatcher(pattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
      throw new UnsupportedOperationException();
    }
  }
}
