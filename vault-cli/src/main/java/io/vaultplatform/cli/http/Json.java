package io.vaultplatform.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vaultplatform.cli.Stop;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as it came from a server or a file: read member by member, each with the type it
 * must have.
 *
 * <p>A server is not trusted to keep its contract, so a missing or wrong member ends the command
 * with its name instead of a stack trace.
 */
public record Json(Map<String, Object> members) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(64).maxStringLength(32 << 20).build());
  }

  /** Reads an object. */
  public static Json parse(byte[] bytes) {
    try {
      return object(MAPPER.readValue(bytes, OBJECT));
    } catch (IOException e) {
      throw unexpected();
    }
  }

  // Jackson reads the JSON text "null" as an object that is not there.
  private static Json object(@Nullable Map<String, Object> members) {
    if (members == null) {
      throw unexpected();
    }
    return new Json(members);
  }

  private static Stop unexpected() {
    return Stop.refused("The answer is not the JSON that was expected.");
  }

  /** Reads a list of objects. */
  public static List<Json> parseList(byte[] bytes) {
    try {
      return MAPPER.readValue(bytes, new TypeReference<List<Map<String, Object>>>() {}).stream()
          .map(Json::object)
          .toList();
    } catch (IOException e) {
      throw unexpected();
    }
  }

  /** One line. */
  public static byte[] bytes(Object tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("trees of plain values can be written", e);
    }
  }

  /** For people: indented. */
  public static String pretty(Object tree) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("trees of plain values can be written", e);
    }
  }

  public boolean has(String name) {
    return members.get(name) != null;
  }

  public String text(String name) {
    return optionalText(name).orElseThrow(() -> wrong(name));
  }

  public Optional<String> optionalText(String name) {
    return Optional.ofNullable(members.get(name))
        .map(value -> value instanceof String text ? text : String.valueOf(value));
  }

  public long number(String name) {
    if (members.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw wrong(name);
  }

  public boolean flag(String name) {
    return members.get(name) instanceof Boolean flag && flag;
  }

  @SuppressWarnings("unchecked") // names of JSON objects are texts
  public Json object(String name) {
    if (members.get(name) instanceof Map<?, ?> object) {
      return new Json((Map<String, Object>) object);
    }
    throw wrong(name);
  }

  @SuppressWarnings("unchecked") // names of JSON objects are texts
  public List<Json> list(String name) {
    if (members.get(name) instanceof List<?> items) {
      return items.stream()
          .map(
              item -> {
                if (item instanceof Map<?, ?> object) {
                  return new Json((Map<String, Object>) object);
                }
                throw wrong(name);
              })
          .toList();
    }
    throw wrong(name);
  }

  public List<String> texts(String name) {
    if (members.get(name) instanceof List<?> items) {
      return items.stream().map(String::valueOf).toList();
    }
    throw wrong(name);
  }

  private static Stop wrong(String name) {
    return Stop.refused(
        "The answer lacks \"" + name + "\"; client and server may be of different versions.");
  }
}
