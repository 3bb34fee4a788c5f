package io.vaultplatform.witness.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.Refusal.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * JSON in and out of the API, strictly: one spelling of everything, every member known, none twice,
 * none of another type, nothing after the end, and bounds on size, depth and length. A refusal
 * names the member.
 *
 * <p>Request records mark what may be absent with {@code @Nullable} or {@code Optional}; everything
 * else has to be there. Their compact constructors may throw {@link FieldException} or {@link
 * IllegalArgumentException}.
 */
public final class StrictJson {
  /** The most that a body may have where {@link MaxBytes} says nothing else. */
  public static final int MOST_BYTES = 256 * 1024;

  private static final int MOST_DEPTH = 32;

  // The one thing Jackson tells by its message alone.
  private static final Pattern TWICE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // The parser's messages would otherwise quote the body, which may hold a secret.
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MOST_DEPTH)
                          .maxNumberLength(20)
                          .maxNameLength(256)
                          .maxStringLength(16 << 20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          // Trees of signed documents are compared; 1 has to be one value, whatever its size.
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text -> {
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
              })
          .addModule(new Jdk8Module())
          .addModule(new OneSpelling())
          .build();

  private StrictJson() {}

  /**
   * Reads one body.
   *
   * @param most how many bytes are read at most
   * @throws RefusedException naming the member that is wrong
   */
  public static Object read(InputStream body, Type type, int most) {
    var bytes = bytes(body, most);
    try {
      Object value = MAPPER.readValue(bytes, MAPPER.constructType(type));
      Complete.check(value);
      return value;
    } catch (UnrecognizedPropertyException e) {
      throw refused(Reason.INVALID, path(e), "is unknown");
    } catch (StreamConstraintsException e) {
      throw refused(
          Reason.INVALID,
          "body",
          "is nested deeper than " + MOST_DEPTH + " or holds an overlong name, number or text");
    } catch (JsonMappingException e) {
      throw of(e);
    } catch (JsonProcessingException e) {
      var twice = TWICE.matcher(String.valueOf(e.getOriginalMessage()));
      if (twice.matches()) {
        throw refused(Reason.INVALID, clean(twice.group(1)), "stands there twice");
      }
      throw refused(Reason.INVALID, "body", "is not well-formed JSON" + at(e));
    } catch (IOException e) {
      throw refused(Reason.INVALID, "body", "did not arrive whole");
    }
  }

  /** How many bytes a body may have whose parameter has these annotations. */
  static int most(Annotation... annotations) {
    for (var annotation : annotations) {
      if (annotation instanceof MaxBytes larger) {
        return larger.value();
      }
    }
    return MOST_BYTES;
  }

  /**
   * The bytes of one body; of a larger one no more is read than shows that it is.
   *
   * @throws RefusedException when it is larger, or breaks off
   */
  static byte[] bytes(InputStream body, int most) {
    try {
      var bytes = body.readNBytes(most + 1);
      if (bytes.length > most) {
        throw refused(Reason.TOO_LARGE, "body", "is larger than " + most + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw refused(Reason.INVALID, "body", "did not arrive whole");
    }
  }

  /** Writes one answer. */
  public static void write(Object value, OutputStream out) throws IOException {
    // The server closes the stream, and has to be able to answer otherwise until then.
    out.write(MAPPER.writeValueAsBytes(value));
  }

  private static RefusedException of(JsonMappingException e) {
    // A record's own check names the member itself; where it sits in the body is Jackson's to say.
    if (e.getCause() instanceof FieldException named) {
      return new RefusedException(named.within(pathOf(e.getPath())).refusal());
    }
    if (e.getCause() instanceof IllegalArgumentException own && e.getCause().getCause() == null) {
      return refused(Reason.INVALID, path(e), String.valueOf(own.getMessage()));
    }
    return refused(
        Reason.INVALID, path(e), OneSpelling.why(e).orElse("is missing or of another type"));
  }

  private static String at(JsonProcessingException e) {
    var place = e.getLocation();
    return place == null ? "" : ", line " + place.getLineNr() + " column " + place.getColumnNr();
  }

  private static String path(JsonMappingException e) {
    var path = pathOf(e.getPath());
    return path.isEmpty() ? "body" : path;
  }

  private static String pathOf(List<JsonMappingException.Reference> path) {
    return path.stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + clean(step.getFieldName()))
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  // A member's name is the client's text: shown so that it can be found, but only what a name may
  // hold.
  static String clean(String name) {
    var kept = name.replaceAll("[^A-Za-z0-9_-]", "?");
    return kept.length() > 64 ? kept.substring(0, 64) + "…" : kept;
  }

  private static RefusedException refused(Reason reason, String field, String problem) {
    return new RefusedException(Refusal.of(reason, field, field + " " + problem + "."));
  }
}
