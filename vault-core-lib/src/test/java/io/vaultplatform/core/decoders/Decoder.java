package io.vaultplatform.core.decoders;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One place where somebody else's bytes become a value: its name, valid input, and the call.
 *
 * @param name class and method below {@code io.vaultplatform.core}
 * @param inputs makes one wrong input after the other
 */
public record Decoder(String name, Function<Random, Input> inputs) {

  /** A wrong input: how to show it, how long it is, and the call that reads it. */
  public record Input(Object shown, int length, Call call) {}

  /** Reads the input; what comes back does not matter here. */
  @FunctionalInterface
  public interface Call {
    @Nullable Object read() throws Exception;
  }

  /** As {@link Function}; what is declared is judged as what is thrown. */
  @FunctionalInterface
  public interface Reader<T> {
    @Nullable Object read(T input) throws Exception;
  }

  /** One that takes bytes. Of canonical JSON, also its members are changed one by one. */
  public static Decoder ofBytes(String name, List<byte[]> valid, Reader<byte[]> reader) {
    return new Decoder(
        name,
        random -> {
          var mutations = new Mutations(random);
          var sample = valid.get(random.nextInt(valid.size()));
          var wrong = mutations.bytes(sample, valid.get(random.nextInt(valid.size())));
          if (sample.length > 0 && sample[0] == '{' && random.nextBoolean()) {
            try {
              wrong = CanonicalJson.bytes(mutations.tree(CanonicalJson.parse(sample)));
            } catch (IllegalArgumentException e) {
              // This tree has no bytes; the other change of the sample is as good.
            }
          }
          var input = wrong;
          return new Input(input, input.length, () -> reader.read(input));
        });
  }

  /** One that takes a text. */
  public static Decoder ofText(String name, List<String> valid, Reader<String> reader) {
    var bytes = valid.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    return new Decoder(
        name,
        random -> {
          var sample = bytes.get(random.nextInt(bytes.size()));
          var wrong = new Mutations(random).bytes(sample, bytes.get(random.nextInt(bytes.size())));
          var charset =
              random.nextInt(4) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
          var text = new String(wrong, charset);
          return new Input(text, text.length(), () -> reader.read(text));
        });
  }

  /** One that takes a tree, as a request's body is read into. */
  public static Decoder ofTree(
      String name, List<Map<String, Object>> valid, Reader<Map<String, Object>> reader) {
    return new Decoder(
        name,
        random -> {
          var wrong = new Mutations(random).tree(valid.get(random.nextInt(valid.size())));
          return new Input(wrong, wrong.toString().length(), () -> reader.read(wrong));
        });
  }

  /**
   * One that takes a signed document: each wrong body is signed with the right key, for otherwise
   * nothing behind the signature would ever be read.
   */
  public static Decoder ofSigned(String name, Signed valid, SigningKey key, Reader<Signed> reader) {
    return new Decoder(
        name,
        random -> {
          while (true) {
            var wrong = new Mutations(random).tree(valid.unverifiedBody());
            try {
              var signed = Signed.sign(wrong, key);
              return new Input(wrong, signed.bytes().length, () -> reader.read(signed));
            } catch (IllegalArgumentException e) {
              // No canonical form or no format name: it can never be signed. Another.
            }
          }
        });
  }
}
