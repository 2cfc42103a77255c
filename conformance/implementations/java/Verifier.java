import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A sample verifier of AEO attestations in the SD-JWT envelope, written from part 7 of the text.
 *
 * <p>It speaks the adapter protocol of part 8: a line in, a line out. Requirement numbers in the
 * comments are those of part 7, unless they begin otherwise.
 */
public final class Verifier {
  static final long SKEW = 60, DAY = 86_400;
  static final int MOST_TOKEN = 262_144, MOST_SEARCHED = 2_097_152, MOST_LIST = 16 << 20;
  static final int FEWEST_ENTRIES = 1 << 17, MOST_LEVELS = 64;
  static final String SD_JWT = "application/vnd.aeo-exchange.status+sd-jwt";
  static final String HANDOVER = "application/vnd.aeo-exchange.root-handover+jwt";

  /** The refusals that mean "cannot tell", whatever check says them (ATT-7-9). */
  static final Set<String> UNDETERMINED =
      Set.of(
          "AEO-TRU-01", "AEO-TRU-02", "AEO-TRU-03", "AEO-TRU-04", "AEO-TRU-05", "AEO-TRU-06",
          "AEO-TRU-10", "AEO-TRU-14", "AEO-STA-01", "AEO-STA-02", "AEO-STA-03", "AEO-STA-04",
          "AEO-STA-05", "AEO-STA-06", "AEO-STA-10");

  static final List<String> CHECKS =
      List.of(
          "format", "trust-list", "issuer", "signature", "scope", "window", "status", "revision",
          "record-digest", "claims-match-record", "schema", "rules", "tin");

  /** What may be disclosed (ATT-1-2). */
  static final Set<String> DISCLOSABLE =
      Set.of(
          "sub", "legalName", "otherNames", "address", "identifiers", "sizeClass", "msmeBasis",
          "criteria", "record_digest");

  // ---------------------------------------------------------------- answers

  /** A check that did not pass, with the code of the rule. */
  @SuppressWarnings("serial")
  static final class Refusal extends Exception {
    final String code, outcome;

    Refusal(String code) {
      this(code, UNDETERMINED.contains(code) ? "undetermined" : "fail");
    }

    Refusal(String code, String outcome) {
      super(code, null, false, false);
      this.code = code;
      this.outcome = outcome;
    }
  }

  static void require(boolean holds, String code) throws Refusal {
    if (!holds) throw new Refusal(code);
  }

  interface Check {
    void make() throws Refusal;
  }

  /** The outcome of each check, in order, and the codes that were said. */
  static final class Answer {
    static final List<String> WORST = List.of("fail", "undetermined", "pass", "skipped");
    final Map<String, String> outcomes = new LinkedHashMap<>();
    final Set<String> codes = new LinkedHashSet<>();

    Answer() {
      for (String name : CHECKS) outcomes.put(name, "skipped");
    }

    void check(String name, List<String> needs, Check check) {
      for (String need : needs) if (!passed(need)) return;
      try {
        check.make();
        outcomes.put(name, "pass");
      } catch (Refusal refusal) {
        outcomes.put(name, refusal.outcome);
        codes.add(refusal.code);
      }
    }

    boolean passed(String name) {
      return outcomes.get(name).equals("pass");
    }

    String verdict() {
      if (outcomes.containsValue("fail")) return "NOT_VALID";
      return outcomes.containsValue("undetermined") ? "UNDETERMINED" : "VALID";
    }

    /** Several attestations in one question are answered with the worst of each (section 2). */
    void add(Answer other) {
      codes.addAll(other.codes);
      other.outcomes.forEach(
          (name, outcome) ->
              outcomes.merge(
                  name, outcome, (a, b) -> WORST.indexOf(a) <= WORST.indexOf(b) ? a : b));
    }
  }

  // ---------------------------------------------------------------- JSON as part 1 wants it

  /** JSON that breaks ATT-2-2, base64 or a certificate that cannot be read. */
  @SuppressWarnings("serial")
  static final class Unreadable extends Exception {}

  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  static final ObjectMapper PLAIN = new ObjectMapper();

  static Object json(byte[] content) throws Unreadable {
    try {
      String text = utf8(content);
      if (text.startsWith("\ufeff")) throw new Unreadable();
      try (JsonParser parser = JSON.createParser(text)) {
        Object value = value(parser, parser.nextToken(), 0);
        if (parser.nextToken() != null) throw new Unreadable();
        return value;
      }
    } catch (IOException broken) {
      throw new Unreadable();
    }
  }

  static String utf8(byte[] content) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
  }

  static Object value(JsonParser parser, JsonToken token, int levels)
      throws IOException, Unreadable {
    if (token == null || levels > MOST_LEVELS) throw new Unreadable();
    switch (token) {
      case START_OBJECT:
        if (levels == MOST_LEVELS) throw new Unreadable();
        Map<String, Object> members = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = whole(parser.getCurrentName());
          members.put(name, value(parser, parser.nextToken(), levels + 1));
        }
        return members;
      case START_ARRAY:
        if (levels == MOST_LEVELS) throw new Unreadable();
        List<Object> elements = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) elements.add(value(parser, next, levels + 1));
        return elements;
      case VALUE_STRING:
        return whole(parser.getText());
      case VALUE_NUMBER_INT:
        // -0 lies outside of all bounds, as every number below 0 does; so does a very long one,
        // which is not worth the time that turning it into a number takes.
        String digits = parser.getText();
        if (digits.equals("-0")) return BigInteger.ONE.negate();
        if (digits.length() > 20) return BigInteger.TEN.pow(20);
        return new BigInteger(digits);
      case VALUE_TRUE:
        return true;
      case VALUE_FALSE:
        return false;
      case VALUE_NULL:
        return null;
      default: // a number with a point or an exponent
        throw new Unreadable();
    }
  }

  static String whole(String text) throws Unreadable {
    if (text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) throw new Unreadable();
    return text;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object value) {
    return value instanceof Map ? (Map<String, Object>) value : null;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object value) {
    return value instanceof List ? (List<Object>) value : List.of();
  }

  static long number(Map<String, Object> from, String name) {
    return ((BigInteger) from.get(name)).longValueExact();
  }

  static String text(Map<String, Object> from, String name) {
    return (String) from.get(name);
  }

  /** The canonical text of a value (CON-6-1); names are sorted already, in a TreeMap. */
  static String canonical(Object value) {
    StringJoiner inside;
    if (value instanceof Map) {
      inside = new StringJoiner(",", "{", "}");
      object(value).forEach((name, held) -> inside.add(canonical(name) + ":" + canonical(held)));
      return inside.toString();
    }
    if (value instanceof List) {
      inside = new StringJoiner(",", "[", "]");
      list(value).forEach(held -> inside.add(canonical(held)));
      return inside.toString();
    }
    if (!(value instanceof String)) return String.valueOf(value);
    return '"' + ((String) value).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  // ---------------------------------------------------------------- base64, digests, keys

  static byte[] base64url(String text) throws Unreadable {
    return strict(text, Base64.getUrlDecoder(), Base64.getUrlEncoder().withoutPadding());
  }

  static byte[] strict(String text, Base64.Decoder decoder, Base64.Encoder encoder)
      throws Unreadable {
    try {
      byte[] bytes = decoder.decode(text);
      if (encoder.encodeToString(bytes).equals(text)) return bytes;
    } catch (IllegalArgumentException broken) {
      // falls through: it is refused like what is written in another way
    }
    throw new Unreadable();
  }

  static boolean isDigest(Object value) {
    try {
      return value instanceof String && base64url((String) value).length == 32;
    } catch (Unreadable broken) {
      return false;
    }
  }

  static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] bytes = sha.digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException(absent);
    }
  }

  /** A public key with its RFC 7638 thumbprint and the one algorithm it is used with. */
  static final class Key {
    final ECPublicKey key;
    final String kid, algorithm;

    Key(byte[] der) throws Unreadable {
      try {
        if (der.length == 0 || der[0] != 0x30) throw new Unreadable(); // PEM is none
        X509Certificate certificate = certificate(der);
        if (certificate.getEncoded().length != der.length) throw new Unreadable();
        if (!isStrict(certificate)) throw new Unreadable();
        key = (ECPublicKey) certificate.getPublicKey();
      } catch (GeneralSecurityException | ClassCastException broken) {
        throw new Unreadable();
      }
      String curve = key.getParams().toString();
      if (!curve.startsWith("secp256r1") && !curve.startsWith("secp384r1")) throw new Unreadable();
      int bytes = curve.startsWith("secp256r1") ? 32 : 48;
      algorithm = bytes == 32 ? "ES256" : "ES384";
      String x = coordinate(key.getW().getAffineX(), bytes);
      String y = coordinate(key.getW().getAffineY(), bytes);
      String named = bytes == 32 ? "P-256" : "P-384";
      String jwk = "{\"crv\":\"%s\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}";
      kid = digest(String.format(jwk, named, x, y));
    }

    static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    }

    // What CertificateFactory lets pass and DER does not: a day that there is not, which it takes for
    // the next, in an extension a truth that is neither FF nor left out, and a serial number with a
    // byte too many.
    static final Pattern ODD_TRUTH =
        Pattern.compile("\u0006\u0003\u0055\u001d.\u0001\u0001[^\u00ff]", Pattern.DOTALL);

    static boolean isStrict(X509Certificate certificate) throws GeneralSecurityException {
      String content = new String(certificate.getTBSCertificate(), StandardCharsets.ISO_8859_1);
      Instant from = certificate.getNotBefore().toInstant();
      Instant until = certificate.getNotAfter().toInstant();
      byte[] serial = certificate.getSerialNumber().toByteArray();
      String number = new String(serial, StandardCharsets.ISO_8859_1);
      return content.contains(written(from)) && content.contains(written(until))
          && content.contains("\u0002" + (char) serial.length + number)
          && !ODD_TRUTH.matcher(content).find();
    }

    // An instant as a certificate has it, but for the century: 260101000000Z.
    static String written(Instant instant) {
      return instant.toString().substring(2).replaceAll("[-:T]", "");
    }

    static String coordinate(BigInteger number, int bytes) {
      byte[] padded = new byte[bytes], digits = number.toByteArray();
      int length = Math.min(bytes, digits.length);
      System.arraycopy(digits, digits.length - length, padded, bytes - length, length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(padded);
    }

    boolean signed(Token token) {
      if (!algorithm.equals(token.header.get("alg"))) return false;
      try {
        String hash = algorithm.equals("ES256") ? "SHA256" : "SHA384";
        Signature signature = Signature.getInstance(hash + "withECDSAinP1363Format");
        signature.initVerify(key);
        signature.update(token.covered.getBytes(StandardCharsets.ISO_8859_1));
        return signature.verify(token.signature);
      } catch (GeneralSecurityException broken) {
        return false;
      }
    }

    /** A root: DER, or the first certificate of PEM (ATT-5-3). */
    static Key root(byte[] content) throws Unreadable {
      String text = new String(content, StandardCharsets.ISO_8859_1);
      int begin = text.indexOf("-----BEGIN CERTIFICATE-----");
      int end = text.indexOf("-----END CERTIFICATE-----", Math.max(begin, 0));
      if (begin < 0 || end < 0) return new Key(content);
      try {
        return new Key(Base64.getMimeDecoder().decode(text.substring(begin + 27, end).strip()));
      } catch (IllegalArgumentException broken) {
        throw new Unreadable();
      }
    }
  }

  /** A compact JWS, its parts decoded and its header read; nothing of it is proved yet. */
  static final class Token {
    final String covered;
    final Map<String, Object> header;
    final byte[] payload, signature;

    Token(String text) throws Unreadable {
      String[] parts = text.split("\\.", -1);
      if (parts.length != 3 || List.of(parts).contains("")) throw new Unreadable();
      covered = parts[0] + "." + parts[1];
      header = object(json(base64url(parts[0])));
      payload = base64url(parts[1]);
      signature = base64url(parts[2]);
    }

    /** A file with a token: white space at either end is no part of it (ATT-4-1). */
    static Token file(byte[] content, String typ) throws Unreadable {
      Token token = new Token(stripped(content, " \t\r\n"));
      if (!wellHeaded(token.header) || !typ.equals(token.header.get("typ"))) throw new Unreadable();
      return token;
    }

    static boolean wellHeaded(Map<String, Object> header) {
      return header != null
          && header.keySet().equals(Set.of("alg", "typ", "kid"))
          && List.of("ES256", "ES384").contains(String.valueOf(header.get("alg")))
          && isDigest(header.get("kid"));
    }
  }

  static String stripped(byte[] content, String blanks) {
    return stripped(new String(content, StandardCharsets.ISO_8859_1), blanks);
  }

  static String stripped(String text, String blanks) {
    int from = 0, until = text.length();
    while (from < until && blanks.indexOf(text.charAt(from)) >= 0) from++;
    while (from < until && blanks.indexOf(text.charAt(until - 1)) >= 0) until--;
    return text.substring(from, until);
  }

  // ---------------------------------------------------------------- schemas

  /** As much of JSON Schema as the published schemas of claims and trust lists use. */
  static final class Shape {
    final Map<String, Object> definitions;

    Shape(Path file) throws IOException, Unreadable {
      definitions = object(object(json(Files.readAllBytes(file))).get("$defs"));
    }

    Map<String, Object> named(String name) {
      return object(definitions.get(name));
    }

    Map<String, Object> property(String group, String name) {
      return object(object(named(group).get("properties")).get(name));
    }

    boolean fits(Object value, Map<String, Object> schema) {
      Object reference = schema.get("$ref");
      if (reference != null && !fits(value, named(((String) reference).substring(8)))) return false;
      if (schema.get("enum") != null && !list(schema.get("enum")).contains(value)) return false;
      if (schema.containsKey("const") && !schema.get("const").equals(value)) return false;
      Map<String, Object> refused = object(schema.get("not"));
      if (refused != null && fits(value, refused)) return false;
      return hasType(value, (String) schema.get("type"))
          && (!(value instanceof String) || textFits((String) value, schema))
          && (!(value instanceof BigInteger) || between(value, schema, "minimum", "maximum"))
          && (!(value instanceof List) || listFits(list(value), schema))
          && (!(value instanceof Map) || groupFits(object(value), schema));
    }

    static boolean hasType(Object value, String type) {
      if (type == null) return true;
      if (type.equals("object")) return value instanceof Map;
      if (type.equals("array")) return value instanceof List;
      if (type.equals("string")) return value instanceof String;
      if (type.equals("integer")) return value instanceof BigInteger;
      return type.equals("boolean") && value instanceof Boolean;
    }

    static boolean between(Object value, Map<String, Object> schema, String least, String most) {
      BigInteger number = (BigInteger) value;
      Object low = schema.get(least), high = schema.get(most);
      return (low == null || number.compareTo((BigInteger) low) >= 0)
          && (high == null || number.compareTo((BigInteger) high) <= 0);
    }

    static boolean textFits(String text, Map<String, Object> schema) {
      int length = text.codePointCount(0, text.length());
      if (!between(BigInteger.valueOf(length), schema, "minLength", "maxLength")) return false;
      String pattern = (String) schema.get("pattern");
      if (pattern == null) return true;
      Pattern compiled = Pattern.compile(pattern);
      // A pattern with anchors is for the whole text; `$` alone would let a last line feed pass.
      return pattern.startsWith("^")
          ? compiled.matcher(text).matches()
          : compiled.matcher(text).find();
    }

    boolean listFits(List<Object> elements, Map<String, Object> schema) {
      BigInteger count = BigInteger.valueOf(elements.size());
      if (!between(count, schema, "minItems", "maxItems")) return false;
      Map<String, Object> items = object(schema.get("items"));
      return items == null || elements.stream().allMatch(element -> fits(element, items));
    }

    boolean groupFits(Map<String, Object> group, Map<String, Object> schema) {
      if (!group.keySet().containsAll(list(schema.get("required")))) return false;
      Map<String, Object> properties = object(schema.get("properties"));
      if (properties == null) return true;
      for (String name : group.keySet()) {
        Map<String, Object> property = object(properties.get(name));
        if (property == null) {
          if (Boolean.FALSE.equals(schema.get("additionalProperties"))) return false;
        } else if (!fits(group.get(name), property)) return false;
      }
      return true;
    }

    /** Whether every set in a value that fits is sorted, each element once (CON-5-4). */
    boolean sorted(Object value, Map<String, Object> schema) {
      Object reference = schema.get("$ref");
      if (reference != null && !sorted(value, named(((String) reference).substring(8))))
        return false;
      if (value instanceof List) {
        Map<String, Object> items = object(schema.get("items"));
        String comment = String.valueOf(schema.get("$comment"));
        if (comment.contains("a set:") && !ascending(list(value))) return false;
        return items == null || list(value).stream().allMatch(held -> sorted(held, items));
      }
      Map<String, Object> properties = object(schema.get("properties"));
      if (!(value instanceof Map) || properties == null) return true;
      return object(value).entrySet().stream()
          .allMatch(held -> sorted(held.getValue(), object(properties.get(held.getKey()))));
    }

    static boolean ascending(List<Object> elements) {
      byte[] before = null;
      for (Object element : elements) {
        byte[] bytes = canonical(element).getBytes(StandardCharsets.UTF_8);
        if (before != null && Arrays.compareUnsigned(before, bytes) >= 0) return false;
        before = bytes;
      }
      return true;
    }
  }

  // ---------------------------------------------------------------- the SD-JWT envelope

  /** An attestation whose form is right; its claims prove nothing before the signature does. */
  final class Attestation {
    final Token token;
    final Map<String, Object> visible, disclosed = new TreeMap<>();

    /** Looks in the order of ATT-7-13. */
    Attestation(String text) throws Refusal {
      boolean taken = text.length() <= MOST_TOKEN && text.chars().filter(c -> c == '.').count() > 1;
      require(taken, "AEO-SIG-01");
      require(text.endsWith("~"), "AEO-SIG-02");
      String[] pieces = text.substring(0, text.length() - 1).split("~", -1);
      String[] parts = pieces[0].split("\\.", -1);
      require(parts.length == 3, "AEO-SIG-02");
      checkHeader(object(read(bytes(parts[0]))));
      byte[] payload = bytes(parts[1]);
      bytes(parts[2]);
      Object claims = read(payload);
      token = token(pieces[0]);
      visible = object(claims);
      Set<String> digests = new HashSet<>();
      checkDigests(visible, digests);
      for (String name : List.of("_sd", "_sd_alg")) visible.remove(name);
      for (String name : visible.keySet()) require(mayBeVisible(name), "AEO-SIG-08");
      readDisclosures(Arrays.asList(pieces).subList(1, pieces.length), digests);
      checkValues();
      checkTimes();
    }

    Token token(String text) throws Refusal {
      try {
        return new Token(text);
      } catch (Unreadable broken) {
        throw new Refusal("AEO-SIG-02");
      }
    }

    byte[] bytes(String part) throws Refusal {
      try {
        require(!part.isEmpty(), "AEO-SIG-02");
        return base64url(part);
      } catch (Unreadable broken) {
        throw new Refusal("AEO-SIG-02");
      }
    }

    Object read(byte[] content) throws Refusal {
      try {
        return json(content);
      } catch (Unreadable broken) {
        throw new Refusal("AEO-SIG-03");
      }
    }

    void checkHeader(Map<String, Object> header) throws Refusal {
      require(header.keySet().equals(Set.of("alg", "typ", "kid")), "AEO-SIG-04");
      require("aeo-status+sd-jwt".equals(header.get("typ")), "AEO-SIG-05");
      String alg = String.valueOf(header.get("alg"));
      require(List.of("ES256", "ES384").contains(alg), "AEO-SIG-06");
      require(isDigest(header.get("kid")), "AEO-SIG-07");
    }

    /** ATT-2-7. */
    void checkDigests(Map<String, Object> payload, Set<String> digests) throws Refusal {
      require(payload != null && "sha-256".equals(payload.get("_sd_alg")), "AEO-SIG-09");
      List<Object> hashes = list(payload.get("_sd"));
      require(hashes.size() == 16 && !payload.containsKey("..."), "AEO-SIG-09");
      String before = "";
      for (Object hash : hashes) {
        require(isDigest(hash) && before.compareTo((String) hash) < 0, "AEO-SIG-09");
        digests.add(before = (String) hash);
      }
    }

    boolean mayBeVisible(String name) {
      boolean hidden = DISCLOSABLE.contains(name) && !Set.of("sub", "legalName").contains(name);
      return !hidden && claims.property("Claims", name) != null;
    }

    /** ATT-2-8 to ATT-2-10; each code is looked for in all before the next. */
    void readDisclosures(List<String> texts, Set<String> digests) throws Refusal {
      List<byte[]> contents = new ArrayList<>();
      for (String text : texts) contents.add(bytes(text));
      List<Object> values = new ArrayList<>();
      for (byte[] content : contents) values.add(read(content));
      for (Object value : values) require(isDisclosure(list(value)), "AEO-SIG-10");
      for (int i = 0; i < texts.size(); i++) {
        require(digests.remove(digest(texts.get(i))), "AEO-SIG-11"); // a second time it is gone
        String name = (String) list(values.get(i)).get(1);
        require(!disclosed.containsKey(name), "AEO-SIG-11");
        disclosed.put(name, list(values.get(i)).get(2));
      }
      for (String name : disclosed.keySet()) require(!visible.containsKey(name), "AEO-SIG-12");
    }

    boolean isDisclosure(List<Object> value) {
      try {
        return value.size() == 3
            && value.get(0) instanceof String
            && base64url((String) value.get(0)).length >= 16
            && value.get(1) instanceof String
            && DISCLOSABLE.contains(value.get(1));
      } catch (Unreadable broken) {
        return false;
      }
    }

    void checkValues() throws Refusal {
      require(!hasReserved(visible) && !hasReserved(disclosed), "AEO-SIG-09");
      require(claims.fits(visible, claims.named("Claims")), "AEO-SIG-08");
      for (String name : disclosed.keySet())
        require(
            claims.fits(disclosed.get(name), claims.property("Claims", name)), "AEO-SIG-13");
      boolean named = visible.containsKey("sub");
      require(named != visible.containsKey("tinCountry"), "AEO-SIG-08");
      require(named || !visible.containsKey("legalName"), "AEO-SIG-08");
      String country = named ? "" : text(visible, "tinCountry");
      require(tin() == null || tin().startsWith(country), "AEO-SIG-08");
      require(claims.sorted(visible, claims.named("Claims")), "AEO-SIG-08");
      require(claims.sorted(disclosed, claims.named("Claims")), "AEO-SIG-13");
    }

    boolean hasReserved(Object value) {
      if (value instanceof List) return list(value).stream().anyMatch(this::hasReserved);
      if (!(value instanceof Map)) return false;
      Map<String, Object> group = object(value);
      return group.containsKey("_sd")
          || group.containsKey("...")
          || group.values().stream().anyMatch(this::hasReserved);
    }

    /** ATT-1-5, as far as no record is needed. */
    void checkTimes() throws Refusal {
      long iat = number(visible, "iat"), nbf = number(visible, "nbf"), exp = number(visible, "exp");
      require(nbf >= iat && exp > nbf && exp <= iat + 90 * DAY, "AEO-SIG-14");
      String until = text(object(visible.get("term")), "until");
      long end = until == null ? Long.MAX_VALUE : seconds(until);
      require(iat >= end || exp <= end, "AEO-SIG-14");
    }

    /** The TIN, visible or disclosed, or null where it is hidden. */
    String tin() {
      return (String) visible.getOrDefault("sub", disclosed.get("sub"));
    }
  }

  static long seconds(String instant) {
    return Instant.parse(instant).getEpochSecond();
  }

  // ---------------------------------------------------------------- trust lists

  /** A pinned root; administrations is null when it is pinned for all. */
  static final class Root {
    final Key key;
    Set<String> administrations;

    Root(Key key, Set<String> administrations) {
      this.key = key;
      this.administrations = administrations;
    }
  }

  /** A trust list by a pinned root. */
  final class TrustList {
    final Root root;
    final Map<String, Object> content;
    final byte[] payload;

    TrustList(byte[] file, Map<String, Root> roots, boolean testKeys) throws Refusal {
      require(!stripped(file, " \t\r\n").startsWith("{"), "AEO-TRU-03");
      try {
        Token token = Token.file(file, "aeo-trust-list+jwt");
        payload = token.payload;
        root = roots.get(token.header.get("kid"));
        require(root != null && root.key.signed(token), "AEO-TRU-03");
        require(testKeys || !published.contains(root.key.kid), "AEO-TRU-13");
        content = object(json(payload));
        checkContent();
      } catch (Unreadable broken) {
        throw new Refusal("AEO-TRU-02");
      }
    }

    void checkContent() throws Refusal, Unreadable {
      Map<String, Object> whole = lists.named("TrustList");
      require(lists.fits(content, whole) && lists.sorted(content, whole), "AEO-TRU-02");
      String issued = text(content, "issuedAt"), next = text(content, "nextUpdate");
      require(issued.compareTo(next) < 0, "AEO-TRU-02");
      for (Object authority : list(content.get("authorities"))) {
        for (Object listed : list(object(authority).get("keys"))) {
          Map<String, Object> key = object(listed);
          Key held = listedKey(key);
          boolean same = held.kid.equals(key.get("kid"));
          require(same && held.algorithm.equals(key.get("algorithm")), "AEO-TRU-02");
          require(inOrder(key), "AEO-TRU-02");
        }
        for (Object tuple : list(object(authority).get("scope")))
          require(inOrder(object(tuple)), "AEO-TRU-02");
      }
    }

    long sequence() {
      return number(content, "sequence");
    }

    boolean overdue(long at) {
      return at > seconds(text(content, "nextUpdate"));
    }

    boolean isHeardFor(String administration) {
      return root.administrations == null || root.administrations.contains(administration);
    }

    /** The authorities that count (ATT-5-3). */
    List<Map<String, Object>> authorities() {
      List<Map<String, Object>> counting = new ArrayList<>();
      for (Object authority : list(content.get("authorities")))
        if (isHeardFor(text(object(authority), "administration"))) counting.add(object(authority));
      return counting;
    }

    /** Lists of one name are issues of one list where their roots are pinned alike (ATT-5-6). */
    boolean isIssueOf(TrustList other) {
      return content.get("listId").equals(other.content.get("listId"))
          && Objects.equals(root.administrations, other.root.administrations);
    }
  }

  static boolean inOrder(Map<String, Object> interval) {
    String from = text(interval, "from"), until = text(interval, "until");
    return from == null || until == null || from.compareTo(until) < 0;
  }

  static boolean covers(Map<String, Object> interval, long instant) {
    String from = text(interval, "from"), until = text(interval, "until");
    return (from == null || seconds(from) <= instant)
        && (until == null || instant < seconds(until));
  }

  static Key listedKey(Map<String, Object> key) throws Unreadable {
    String written = text(key, "certificate");
    return new Key(strict(written, Base64.getDecoder(), Base64.getEncoder()));
  }

  /** A place of a trust list that has a key. */
  static final class Place {
    final TrustList list;
    final Map<String, Object> authority, key;

    Place(TrustList list, Map<String, Object> authority, Map<String, Object> key) {
      this.list = list;
      this.authority = authority;
      this.key = key;
    }

    /** What is said of the key; where two places say different things, nobody can tell. */
    String says() {
      List<Object> said = new ArrayList<>();
      for (String name : List.of("administration", "statusLists")) said.add(authority.get(name));
      Set<String> tuples = new TreeSet<>(); // their order says nothing
      for (Object tuple : list(authority.get("scope"))) tuples.add(canonical(tuple));
      said.add(new ArrayList<Object>(tuples));
      for (String name : List.of("state", "from", "until")) said.add(key.get(name));
      return canonical(said);
    }
  }

  /** ATT-5-8. */
  static boolean mayHaveSigned(Map<String, Object> key, long iat) {
    boolean open = "retired".equals(key.get("state")) && !key.containsKey("until");
    return !open && covers(key, iat);
  }

  // ---------------------------------------------------------------- one question

  final Shape claims, lists;
  final Set<String> published = new HashSet<>();

  Verifier(Path project) throws IOException, Unreadable {
    claims = new Shape(project.resolve("schemas/1.0/aeo-status-claims.schema.json"));
    lists = new Shape(project.resolve("schemas/1.0/aeo-trust-list.schema.json"));
    Path keys = project.resolve("conformance/keys/keys.json");
    for (Object key : list(object(json(Files.readAllBytes(keys))).get("keys")))
      published.add(text(object(key), "kid"));
  }

  /** A question with the trust lists that count in it. */
  final class Question {
    final Map<String, Object> inputs, options;
    final long at;
    final boolean testKeys;
    final Map<String, Root> roots = new LinkedHashMap<>();
    final List<TrustList> trusted = new ArrayList<>();
    Refusal untrusted;

    Question(Map<String, Object> asked) {
      inputs = object(asked.get("inputs"));
      options = asked.get("options") == null ? Map.of() : object(asked.get("options"));
      at = seconds(text(asked, "at"));
      testKeys = Boolean.TRUE.equals(options.get("testKeys"));
      try {
        readRoots();
        readTrustLists();
      } catch (Refusal refusal) {
        untrusted = refusal;
      }
    }

    void readRoots() throws Refusal {
      List<Map<String, Object>> handovers = new ArrayList<>();
      for (Object given : list(inputs.get("roots"))) {
        Map<String, Object> part = object(given);
        if (HANDOVER.equals(part.get("media"))) handovers.add(part);
        else {
          Object pinned = part.getOrDefault("pinnedFor", options.get("pinnedFor"));
          try {
            pin(Key.root(content(part)), pinned == null ? null : names(pinned));
          } catch (Unreadable broken) {
            // what is no certificate pins nothing (ATT-5-3)
          }
        }
      }
      for (Map<String, Object> part : handovers) handOver(content(part));
    }

    Set<String> names(Object pinned) {
      Set<String> names = new TreeSet<>();
      for (Object name : list(pinned)) names.add((String) name);
      return names;
    }

    void pin(Key key, Set<String> administrations) {
      Root root = roots.get(key.kid);
      if (root == null) roots.put(key.kid, new Root(key, administrations));
      else if (administrations == null) root.administrations = null;
      else if (root.administrations != null) {
        root.administrations = new TreeSet<>(root.administrations);
        root.administrations.addAll(administrations);
      }
    }

    /** ATT-5-12: signed by the old root, and again around that by the new one. */
    void handOver(byte[] file) throws Refusal {
      String typ = "aeo-root-handover+jwt";
      try {
        Token outer = Token.file(file, typ);
        Map<String, Object> around = object(json(outer.payload));
        boolean one = around != null && around.keySet().equals(Set.of("handover"));
        require(one && around.get("handover") instanceof String, "AEO-TRU-14");
        Token inner = new Token(text(around, "handover"));
        boolean headed = Token.wellHeaded(inner.header) && typ.equals(inner.header.get("typ"));
        require(headed, "AEO-TRU-14");
        Root old = roots.get(inner.header.get("kid"));
        require(old != null && old.key.signed(inner), "AEO-TRU-14");
        Map<String, Object> said = object(json(inner.payload));
        Set<String> members = Set.of("specVersion", "oldRoot", "newRoot", "issuedAt");
        require(said != null && said.keySet().equals(members), "AEO-TRU-14");
        boolean dated = lists.fits(said.get("issuedAt"), lists.named("Instant"));
        boolean named = "1.0".equals(said.get("specVersion"));
        require(dated && named && old.key.kid.equals(said.get("oldRoot")), "AEO-TRU-14");
        require(said.get("newRoot") instanceof String, "AEO-TRU-14");
        Key root = listedKey(Map.of("certificate", said.get("newRoot")));
        require(root.kid.equals(outer.header.get("kid")) && root.signed(outer), "AEO-TRU-14");
        boolean secret = !published.contains(root.kid) && !published.contains(old.key.kid);
        require(testKeys || secret, "AEO-TRU-14");
        pin(root, old.administrations);
      } catch (Unreadable broken) {
        throw new Refusal("AEO-TRU-14");
      }
    }

    /** Of the refusals the one with the lowest number is said, where no list counts (ATT-7-1). */
    void readTrustLists() throws Refusal {
      TreeSet<String> refusals = new TreeSet<>();
      List<TrustList> read = new ArrayList<>();
      for (Object part : list(inputs.get("trust"))) {
        try {
          read.add(new TrustList(content(object(part)), roots, testKeys));
        } catch (Refusal refusal) {
          refusals.add(refusal.code);
        }
      }
      long wanted = options.containsKey("minSequence") ? number(options, "minSequence") : 0;
      for (TrustList issue : read) {
        String refusal = rank(issue, read, wanted);
        if (refusal == null) trusted.add(issue);
        else refusals.add(refusal);
      }
      if (!trusted.isEmpty()) return;
      throw new Refusal(refusals.isEmpty() ? "AEO-TRU-01" : refusals.first());
    }

    /** ATT-5-6: why an issue does not count beside the others, or null. */
    String rank(TrustList issue, List<TrustList> read, long wanted) {
      boolean fork = false;
      if (issue.sequence() < wanted) return "AEO-TRU-05";
      for (TrustList other : read) {
        if (!issue.isIssueOf(other)) continue;
        if (other.sequence() > issue.sequence()) return "AEO-TRU-05";
        boolean equal = other.sequence() == issue.sequence();
        fork |= equal && !Arrays.equals(other.payload, issue.payload);
      }
      return fork ? "AEO-TRU-06" : null;
    }

    List<TrustList> heardFor(String administration) {
      List<TrustList> heard = new ArrayList<>();
      for (TrustList list : trusted) if (list.isHeardFor(administration)) heard.add(list);
      return heard;
    }

    /** The place of a key that may be used for an administration, in the order of ATT-7-13. */
    Place place(String kid, String administration, long iat) throws Refusal {
      require(testKeys || !published.contains(kid), "AEO-TRU-13");
      List<TrustList> heard = heardFor(administration);
      List<Place> places = new ArrayList<>();
      for (TrustList list : heard)
        for (Map<String, Object> authority : list.authorities())
          for (Object key : list(authority.get("keys")))
            if (kid.equals(object(key).get("kid")))
              places.add(new Place(list, authority, object(key)));
      require(places.stream().map(Place::says).distinct().count() <= 1, "AEO-TRU-10");
      boolean someOverdue = heard.stream().anyMatch(list -> list.overdue(at));
      if (places.isEmpty()) throw new Refusal(someOverdue ? "AEO-TRU-04" : "AEO-TRU-07");
      Place place = places.get(0);
      require(!"compromised".equals(place.key.get("state")), "AEO-TRU-08");
      require(places.stream().anyMatch(held -> !held.list.overdue(at)), "AEO-TRU-04");
      require(administration.equals(place.authority.get("administration")), "AEO-TRU-12");
      require(mayHaveSigned(place.key, iat), "AEO-TRU-09");
      return place;
    }

    // -------------------------------------------------------------- the thirteen checks

    Answer answer(String text) {
      Answer answer = new Answer();
      Attestation[] held = new Attestation[1];
      Place[] place = new Place[1];
      answer.check("format", List.of(), () -> held[0] = read(text));
      answer.check("trust-list", List.of(), this::checkTrustList);
      answer.check(
          "issuer",
          List.of("format", "trust-list"),
          () -> {
            Map<String, Object> said = held[0].visible;
            String kid = text(held[0].token.header, "kid");
            place[0] = place(kid, text(said, "iss"), number(said, "iat"));
          });
      answer.check("signature", List.of("issuer"), () -> checkSignature(held[0], place[0]));
      List<String> proved = List.of("signature");
      answer.check("scope", proved, () -> checkScope(held[0], place[0]));
      answer.check("window", proved, () -> checkWindow(held[0]));
      answer.check(
          "status", List.of("scope", "window"), () -> checkStatus(held[0].visible, place[0]));
      answer.check("revision", proved, () -> checkRevision(held[0].visible));
      if (options.containsKey("expectTin"))
        answer.check("tin", proved, () -> checkTin(held[0], text(options, "expectTin")));
      return answer;
    }

    Attestation read(String text) throws Refusal {
      if (!text.startsWith("eyJ")) throw new Refusal("AEO-SIG-01", "undetermined");
      return new Attestation(text);
    }

    void checkTrustList() throws Refusal {
      if (untrusted != null) throw untrusted;
    }

    void checkSignature(Attestation held, Place place) throws Refusal {
      try {
        require(listedKey(place.key).signed(held.token), "AEO-SIG-19");
      } catch (Unreadable broken) {
        throw new IllegalStateException(broken); // the trust list was read with this key
      }
    }

    /** ATT-5-10. */
    void checkScope(Attestation held, Place place) throws Refusal {
      Map<String, Object> said = held.visible;
      boolean some = false;
      for (Object each : list(place.authority.get("scope"))) {
        Map<String, Object> tuple = object(each);
        if (!said.get("programme").equals(tuple.get("programme"))) continue;
        if (!isFor(tuple, text(said, "iss"), "attestation", number(said, "iat"))) continue;
        for (Object prefix : list(tuple.get("tinPrefixes"))) {
          String known = held.tin() == null ? text(said, "tinCountry") : held.tin();
          if (known.startsWith((String) prefix)) return;
          some |= held.tin() == null && ((String) prefix).startsWith(known);
        }
      }
      throw new Refusal("AEO-TRU-11", some ? "undetermined" : "fail");
    }

    boolean isFor(Map<String, Object> tuple, String administration, String purpose, long iat) {
      return administration.equals(tuple.get("administration"))
          && list(tuple.get("purposes")).contains(purpose)
          && covers(tuple, iat);
    }

    void checkWindow(Attestation held) throws Refusal {
      Map<String, Object> said = held.visible;
      boolean begun = at >= number(said, "nbf") - SKEW && number(said, "iat") <= at + SKEW;
      require(begun, "AEO-SIG-20");
      require(at < number(said, "exp"), "AEO-SIG-21");
    }

    void checkRevision(Map<String, Object> said) throws Refusal {
      boolean told = options.containsKey("knownRevision");
      long known = told ? number(options, "knownRevision") : 0;
      require(number(said, "revision") >= known, "AEO-SIG-22");
    }

    /** ATT-7-9. */
    void checkTin(Attestation held, String expected) throws Refusal {
      if (held.tin() != null) {
        require(held.tin().equals(expected), "AEO-SIG-27");
        return;
      }
      require(expected.startsWith(text(held.visible, "tinCountry")), "AEO-SIG-27");
      throw new Refusal("AEO-SIG-27", "undetermined");
    }

    // -------------------------------------------------------------- status lists

    void checkStatus(Map<String, Object> said, Place place) throws Refusal {
      require("granted".equals(said.get("authorisation_status")), "AEO-STA-09");
      Map<String, Object> where = object(object(said.get("status")).get("status_list"));
      String uri = text(where, "uri"), administration = text(said, "iss");
      require(mayPublish(administration, place.authority, uri), "AEO-STA-03");
      require(!list(inputs.get("status")).isEmpty(), "AEO-STA-10");
      List<StatusList> answering = new ArrayList<>();
      Refusal first = null;
      for (Object part : list(inputs.get("status"))) {
        try {
          answering.add(new StatusList(content(object(part)), uri, administration));
        } catch (Refusal refusal) {
          if (first == null && !refusal.code.equals("AEO-STA-03")) first = refusal;
        }
      }
      if (answering.isEmpty()) throw first == null ? new Refusal("AEO-STA-03") : first;
      long newest = answering.stream().mapToLong(list -> list.iat).max().getAsLong();
      answering.removeIf(list -> list.iat < newest);
      long index = number(where, "idx");
      for (StatusList list : answering)
        require(index < 4L * list.entries.length, "AEO-STA-07");
      for (StatusList list : answering) require(list.entry((int) index) == 0, "AEO-STA-08");
    }

    /** ATT-4-3. */
    boolean mayPublish(String administration, Map<String, Object> authority, String uri) {
      if (authority.containsKey("statusLists"))
        return list(authority.get("statusLists")).contains(uri);
      for (TrustList list : heardFor(administration))
        for (Map<String, Object> other : list.authorities())
          if (!administration.equals(other.get("administration"))
              && list(other.get("statusLists")).contains(uri)) return false;
      return true;
    }

    /** A status list that answers about an attestation of an administration (section 4). */
    final class StatusList {
      final long iat;
      final byte[] entries;

      StatusList(byte[] file, String uri, String administration) throws Refusal {
        Map<String, Object> said;
        Token token;
        try {
          require(file.length <= MOST_LIST, "AEO-STA-01");
          token = Token.file(file, "statuslist+jwt");
          said = object(json(token.payload));
        } catch (Unreadable broken) {
          throw new Refusal("AEO-STA-01");
        }
        require(isWritten(said), "AEO-STA-01");
        require(uri.equals(said.get("sub")), "AEO-STA-03");
        iat = number(said, "iat");
        checkSigner(token, administration);
        long exp = number(said, "exp");
        boolean current = exp <= iat + 3 * DAY && iat - SKEW <= at && at <= exp;
        require(current, "AEO-STA-04");
        boolean seen = options.containsKey("knownStatusAt");
        require(!seen || iat >= known(), "AEO-STA-05");
        entries = inflated(text(object(said.get("status_list")), "lst"));
      }

      long known() {
        Object told = options.get("knownStatusAt");
        return told instanceof String ? seconds((String) told) : number(options, "knownStatusAt");
      }

      boolean isWritten(Map<String, Object> said) {
        if (said == null) return false;
        Set<String> members = new HashSet<>(said.keySet());
        members.remove("ttl");
        Map<String, Object> held = object(said.get("status_list"));
        Map<String, Object> date = claims.named("NumericDate");
        Object ttl = said.getOrDefault("ttl", BigInteger.ZERO);
        return members.equals(Set.of("sub", "iat", "exp", "status_list"))
            && said.get("sub") instanceof String
            && claims.fits(said.get("iat"), date)
            && claims.fits(said.get("exp"), date)
            && ttl instanceof BigInteger
            && ((BigInteger) ttl).signum() >= 0
            && held != null
            && held.keySet().equals(Set.of("bits", "lst"))
            && BigInteger.TWO.equals(held.get("bits"))
            && held.get("lst") instanceof String;
      }

      /** ATT-4-2. */
      void checkSigner(Token token, String administration) throws Refusal {
        try {
          Place place = place(text(token.header, "kid"), administration, iat);
          boolean scoped = false;
          for (Object tuple : list(place.authority.get("scope")))
            scoped |= isFor(object(tuple), administration, "status", iat);
          require(scoped && listedKey(place.key).signed(token), "AEO-STA-02");
        } catch (Refusal | Unreadable refusal) {
          throw new Refusal("AEO-STA-02");
        }
      }

      /** ATT-4-6: a whole zlib stream and nothing behind it, of bounded length. */
      byte[] inflated(String lst) throws Refusal {
        Inflater inflater = new Inflater();
        try {
          inflater.setInput(base64url(lst));
          ByteArrayOutputStream whole = new ByteArrayOutputStream();
          byte[] piece = new byte[65_536];
          while (!inflater.finished()) {
            int count = inflater.inflate(piece);
            require(count > 0 || inflater.finished(), "AEO-STA-06"); // cut off, or a dictionary
            whole.write(piece, 0, count);
            require(whole.size() <= MOST_LIST, "AEO-STA-06");
          }
          require(inflater.getRemaining() == 0, "AEO-STA-06");
          require(whole.size() * 4 >= FEWEST_ENTRIES, "AEO-STA-06");
          return whole.toByteArray();
        } catch (DataFormatException | Unreadable broken) {
          throw new Refusal("AEO-STA-06");
        } finally {
          inflater.end();
        }
      }

      int entry(int index) {
        return entries[index / 4] >> (2 * (index % 4)) & 3;
      }
    }
  }

  static byte[] content(Map<String, Object> part) {
    return Base64.getDecoder().decode(text(part, "content"));
  }

  // ---------------------------------------------------------------- content and protocol

  static final String BLANKS = " \t\r";

  /** The attestations of content, and what is none, in their order (ATT-2-14). */
  static List<String> attestations(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00ef\u00bb\u00bf")) text = text.substring(3);
    int searched = MOST_SEARCHED - (content.length - text.length()), position = 0;
    boolean found = false, joins = false;
    List<String> texts = new ArrayList<>();
    for (String raw : text.split("\n", -1)) {
      String line = stripped(raw, BLANKS);
      int begins = position + raw.indexOf(line);
      position += raw.length() + 1;
      if (line.isEmpty()) joins = false;
      else if (joins && continues(texts.get(texts.size() - 1), line))
        texts.set(texts.size() - 1, texts.get(texts.size() - 1) + line);
      else {
        joins = line.startsWith("eyJ");
        found |= joins && begins + 3 <= searched;
        texts.add(line);
      }
    }
    return found ? texts : List.of("");
  }

  static boolean continues(String before, String line) {
    if (!line.matches("[A-Za-z0-9_.~-]+")) return false;
    if (before.endsWith("~")) return line.matches("Wy[IJL].*");
    return !(line.startsWith("eyJ") && line.chars().filter(c -> c == '.').count() == 2);
  }

  static boolean isXml(byte[] content) {
    int length = Math.min(content.length, MOST_SEARCHED);
    String text = new String(content, 0, length, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00ef\u00bb\u00bf")) text = text.substring(3);
    return stripped(text, " \t\r\n").startsWith("<") && text.contains("AeoAttestation");
  }

  Map<String, Object> reply(Map<String, Object> asked) {
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("seq", asked.get("seq"));
    Map<String, Object> inputs = object(asked.get("inputs"));
    byte[] document = content(object(inputs.get("document")));
    if (!"verify".equals(asked.get("operation")) || inputs.get("record") != null || isXml(document)) {
      reply.put("unsupported", true);
      reply.put("reason", "this sample reads SD-JWT attestations without a record beside");
      return reply;
    }
    Question question = new Question(asked);
    Answer whole = null;
    for (String text : attestations(document)) {
      Answer answer = question.answer(text);
      if (whole == null) whole = answer;
      else whole.add(answer);
    }
    List<Object> findings = new ArrayList<>();
    for (String code : whole.codes)
      findings.add(Map.of("code", code, "severity", "error", "path", ""));
    List<Object> checks = new ArrayList<>();
    whole.outcomes.forEach(
        (name, outcome) -> checks.add(Map.of("name", name, "outcome", outcome)));
    reply.put("verdict", whole.verdict());
    reply.put("findings", findings);
    reply.put("checks", checks);
    return reply;
  }

  static Map<String, Object> hello() {
    Map<String, Object> hello = new LinkedHashMap<>();
    hello.put("v", 1);
    hello.put(
        "implementation",
        Map.of("name", "Sample verifier in Java", "version", "1.0", "language", "Java"));
    hello.put("roles", List.of("verifier"));
    hello.put("operations", List.of("verify"));
    hello.put("media", List.of(SD_JWT));
    hello.put("depth", "D3");
    return hello;
  }

  /** Answers questions, one a line; the argument is the folder with schemas/ and conformance/. */
  public static void main(String[] arguments) throws Exception {
    Verifier verifier = new Verifier(Path.of(arguments[0]));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Map<String, Object> asked = object(json(line.getBytes(StandardCharsets.UTF_8)));
      String command = String.valueOf(asked.get("cmd"));
      if (command.equals("bye")) return;
      Object reply = command.equals("reset") ? Map.of("ok", true) : hello();
      if (command.equals("run")) reply = verifier.reply(asked);
      out.println(PLAIN.writeValueAsString(reply));
    }
  }
}
