import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A version of a partner profile that the operator adopted: its digest (XCH-1-2) and its limits.
 *
 * <p>The JDK reads no TOML, so this reads as much of it as a profile needs: texts on one line,
 * whole numbers, booleans, lists and tables.
 */
final class Profile {
  final String code, digest, version;
  private final Map<String, Object> own;

  Profile(byte[] toml) throws Verifier.Unreadable {
    Map<String, Object> tree;
    try {
      String text = Verifier.utf8(toml);
      tree = new Toml(text.startsWith("\uFEFF") ? text.substring(1) : text).read(); // XCH-1-1
    } catch (java.io.IOException | RuntimeException broken) {
      throw new Verifier.Unreadable();
    }
    Map<String, Object> set = Verifier.object(tree.remove("own"));
    own = set == null ? Map.of() : set;
    code = String.valueOf(tree.get("code"));
    version = String.valueOf(tree.get("version"));
    digest = Receiver.hex(Receiver.sha256(Receiver.canonical(sorted(tree))));
  }

  /** Whether this is another text of one version (XCH-1-6). */
  boolean clashesWith(Profile other) {
    boolean same = code.equals(other.code) && version.equals(other.version);
    return same && !digest.equals(other.digest);
  }

  /** The limits of mass changes, a number of entries and a percentage (XCH-1-3). */
  long limit(String name, long otherwise, String receiver) {
    Object side = own.get("side");
    boolean binds = side == null || receiver.split("-")[0].equals(side); // XCH-1-3
    Map<String, Object> limits = binds ? Verifier.object(own.get("massChange")) : null;
    Object told = limits == null ? null : limits.get(name);
    return told == null ? otherwise : ((BigInteger) told).longValueExact();
  }

  /** Every list is a set: sorted by the canonical bytes of its elements, inner lists first. */
  static Object sorted(Object value) {
    if (value instanceof Map) {
      Map<String, Object> group = new TreeMap<>();
      Verifier.object(value).forEach((name, held) -> group.put(name, sorted(held)));
      return group;
    }
    if (!(value instanceof List)) return value;
    List<Object> elements = new ArrayList<>();
    for (Object element : Verifier.list(value)) elements.add(sorted(element));
    elements.sort((a, b) -> Arrays.compareUnsigned(bytes(a), bytes(b)));
    return elements;
  }

  static byte[] bytes(Object value) {
    return Receiver.canonical(value).getBytes(StandardCharsets.UTF_8);
  }

  /** A reader of TOML, names turned to camelCase; what it does not know ends in an exception. */
  static final class Toml {
    private final String text;
    private int at;

    Toml(String text) {
      this.text = text;
    }

    Map<String, Object> read() {
      Map<String, Object> root = new TreeMap<>(), table = root;
      for (skip("\n"); at < text.length(); skip("\n")) {
        if (take("[[")) {
          table = element(root, keys());
          need("]]");
        } else if (take("[")) {
          table = inner(root, keys());
          need("]");
        } else assign(table);
        skip("");
        if (at < text.length() && !take("\n")) throw new IllegalArgumentException();
      }
      return root;
    }

    private void assign(Map<String, Object> table) {
      List<String> keys = keys();
      need("=");
      skip("");
      String last = keys.remove(keys.size() - 1);
      if (inner(table, keys).put(last, value()) != null) throw new IllegalArgumentException();
    }

    private static Map<String, Object> inner(Map<String, Object> table, List<String> keys) {
      for (String key : keys) {
        Object held = table.computeIfAbsent(key, absent -> new TreeMap<String, Object>());
        if (held instanceof List) held = Verifier.list(held).get(Verifier.list(held).size() - 1);
        table = Verifier.object(held);
      }
      return table;
    }

    private static Map<String, Object> element(Map<String, Object> root, List<String> keys) {
      String last = keys.remove(keys.size() - 1);
      Object held = inner(root, keys).computeIfAbsent(last, absent -> new ArrayList<Object>());
      Map<String, Object> added = new TreeMap<>();
      Verifier.list(held).add(added);
      return added;
    }

    private List<String> keys() {
      List<String> keys = new ArrayList<>();
      do {
        skip("");
        char first = text.charAt(at);
        keys.add(camel(first == '"' || first == '\'' ? quoted() : word()));
        skip("");
      } while (take("."));
      return keys;
    }

    private static String camel(String name) {
      StringBuilder written = new StringBuilder();
      for (String part : name.split("_")) {
        boolean first = written.length() == 0;
        written.append(first ? part : part.substring(0, 1).toUpperCase() + part.substring(1));
      }
      return written.toString();
    }

    private Object value() {
      char first = text.charAt(at);
      if (first == '"' || first == '\'') return quoted();
      if (take("[")) {
        List<Object> elements = new ArrayList<>();
        for (skip("\n"); !take("]"); skip("\n")) {
          elements.add(value());
          skip("\n");
          if (!take(",") && text.charAt(at) != ']') throw new IllegalArgumentException();
        }
        return elements;
      }
      if (take("{")) {
        Map<String, Object> table = new TreeMap<>();
        for (skip(""); !take("}"); skip("")) {
          assign(table);
          skip("");
          if (!take(",") && text.charAt(at) != '}') throw new IllegalArgumentException();
        }
        return table;
      }
      String word = word();
      if (word.equals("true") || word.equals("false")) return word.equals("true");
      if (!word.matches("(0|[1-9](_?[0-9])*)")) throw new IllegalArgumentException();
      return new BigInteger(word.replace("_", ""));
    }

    private String word() {
      int from = at;
      while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at))
          || "_-".indexOf(text.charAt(at)) >= 0)) at++;
      if (from == at) throw new IllegalArgumentException();
      return text.substring(from, at);
    }

    private String quoted() {
      char quote = text.charAt(at++);
      StringBuilder read = new StringBuilder();
      for (char next = text.charAt(at++); next != quote; next = text.charAt(at++)) {
        if (next == '\n') throw new IllegalArgumentException();
        if (next == '\\' && quote == '"') escape(read);
        else read.append(next);
      }
      return read.toString();
    }

    private void escape(StringBuilder read) {
      char name = text.charAt(at++);
      int length = name == 'u' ? 4 : name == 'U' ? 8 : 0;
      int plain = "btnfr\"\\".indexOf(name);
      if (length > 0) {
        read.appendCodePoint(Integer.parseInt(text.substring(at, at + length), 16));
        at += length;
      } else read.append("\b\t\n\f\r\"\\".charAt(plain));
    }

    /** Skips blanks and a comment, and the ends of lines where these are named. */
    private void skip(String ends) {
      for (; at < text.length(); at++) {
        char next = text.charAt(at);
        if (next == '#') while (at + 1 < text.length() && text.charAt(at + 1) != '\n') at++;
        else if (" \t\r".indexOf(next) < 0 && ends.indexOf(next) < 0) return;
      }
    }

    private boolean take(String sign) {
      if (!text.startsWith(sign, at)) return false;
      at += sign.length();
      return true;
    }

    private void need(String sign) {
      skip("");
      if (!take(sign)) throw new IllegalArgumentException();
    }
  }
}
