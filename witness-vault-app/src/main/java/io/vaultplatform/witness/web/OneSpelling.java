package io.vaultplatform.witness.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.SecretBytes;
import java.io.IOException;
import java.io.Serial;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * How values stand in JSON: ids as lower-case UUIDs, times as ISO-8601 in UTC, durations as
 * ISO-8601, bytes as base64url without padding. Each has one accepted spelling, the one we write.
 */
final class OneSpelling extends SimpleModule {
  @Serial private static final long serialVersionUID = 1;
  private static final String BINARY = "is not base64url without padding";

  OneSpelling() {
    super("one-spelling");
    both(UUID.class, UUID::fromString, UUID::toString, "is not a lower-case UUID");
    // 12:00:00.000Z is a usual way to write 12:00:00Z and means the same.
    reader(
        Instant.class,
        Parsed::time,
        "is not an ISO-8601 time in UTC such as 2027-01-31T12:00:00Z, of the years 1970 to 9999");
    writer(Instant.class, Instant::toString);
    // A duration has many spellings (P7D is PT168H); it is compared by value wherever it is signed.
    reader(Duration.class, Duration::parse, "is not an ISO-8601 duration such as P7D");
    writer(Duration.class, Duration::toString);
    both(
        Bytes.class,
        text -> Bytes.of(Base64Url.decode(text)),
        bytes -> Base64Url.encode(bytes.toArray()),
        BINARY);
    // Read only: no answer ever holds a secret as bytes.
    reader(SecretBytes.class, text -> SecretBytes.taking(Base64Url.decode(text)), BINARY);
  }

  /** The sentence about a value that this module refused. */
  static Optional<String> why(JsonMappingException e) {
    return e instanceof InvalidFormatException
            && e.getCause() == null
            && e.getOriginalMessage().startsWith("is not ")
        ? Optional.of(e.getOriginalMessage())
        : Optional.empty();
  }

  private <T> void both(
      Class<T> type, Function<String, T> read, Function<T, String> write, String why) {
    reader(
        type,
        text -> {
          T value = read.apply(text);
          if (!write.apply(value).equals(text)) {
            throw new IllegalArgumentException(why);
          }
          return value;
        },
        why);
    writer(type, write);
  }

  private <T> void reader(Class<T> type, Function<String, T> read, String why) {
    addDeserializer(type, new Reader<>(type, read, why));
  }

  private <T> void writer(Class<T> type, Function<T, String> write) {
    addSerializer(type, new Writer<>(type, write));
  }

  private static final class Reader<T> extends StdDeserializer<T> {
    @Serial private static final long serialVersionUID = 1;
    private final transient Function<String, T> read;
    private final String why;

    Reader(Class<T> type, Function<String, T> read, String why) {
      super(type);
      this.read = read;
      this.why = why;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw refused(parser);
      }
      try {
        return read.apply(parser.getText());
      } catch (IllegalArgumentException | DateTimeException e) {
        // What exactly is wrong with it would quote it.
        throw refused(parser);
      }
    }

    private InvalidFormatException refused(JsonParser parser) {
      return new InvalidFormatException(parser, why, "", handledType());
    }
  }

  private static final class Writer<T> extends StdSerializer<T> {
    @Serial private static final long serialVersionUID = 1;
    private final transient Function<T, String> write;

    Writer(Class<T> type, Function<T, String> write) {
      super(type);
      this.write = write;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(write.apply(value));
    }
  }
}
