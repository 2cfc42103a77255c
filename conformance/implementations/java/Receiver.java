import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A sample receiver of streams, written from part 6 of the text: heads, and bodies in NDJSON.
 *
 * <p>Trust lists, tokens and schemas are those of the sample verifier. Requirement numbers in the
 * comments are those of part 6, unless they begin otherwise.
 */
public final class Receiver {
  static final long MOST_NUMBER = 9_007_199_254_740_991L;
  static final int MOST_HEAD = 65_536, MOST_LINE = 2_097_152, MOST_BODY = 1 << 30;
  static final String MESSAGES =
      "application/vnd.aeo-exchange.conformance.messages-ndjson+json;version=1.0";
  static final String SNAPSHOT = "application/vnd.aeo-exchange.snapshot+ndjson;version=1.0";
  static final String DELTA = "application/vnd.aeo-exchange.delta+ndjson;version=1.0";
  static final String LAST_INSTANT = "9999-12-31T23:59:59Z"; // that can be written
  static final String NEWER = "1\\.[1-9][0-9]{0,8}";

  final Verifier verifier;
  final Records validator; // or null: then not all rules on records are asked
  final Verifier.Shape heads, entries, records;

  Receiver(Path project, Records validator) throws IOException, Verifier.Unreadable {
    this.validator = validator;
    verifier = new Verifier(project);
    Path schemas = project.resolve("schemas/1.0");
    heads = new Verifier.Shape(schemas.resolve("head.schema.json"));
    entries = new Verifier.Shape(schemas.resolve("entry.schema.json"));
    records = new Verifier.Shape(schemas.resolve("aeo-record.schema.json"));
  }

  static void require(boolean holds, String code) throws Verifier.Refusal {
    Verifier.require(holds, code);
  }

  static Verifier.Refusal held(String code) {
    return new Verifier.Refusal(code, "undetermined");
  }

  // ---------------------------------------------------------------- canonical bytes and roots

  /** The RFC 8785 text of a value, whatever stands in it: a record is not judged yet. */
  static String canonical(Object value) {
    StringBuilder written = new StringBuilder();
    write(value, written);
    return written.toString();
  }

  private static void write(Object value, StringBuilder written) {
    String comma = "";
    if (value instanceof Map) {
      written.append('{');
      for (Map.Entry<String, Object> member : Verifier.object(value).entrySet()) {
        written.append(comma);
        write(member.getKey(), written);
        write(member.getValue(), written.append(':'));
        comma = ",";
      }
      written.append('}');
    } else if (value instanceof List) {
      written.append('[');
      for (Object element : Verifier.list(value)) {
        write(element, written.append(comma));
        comma = ",";
      }
      written.append(']');
    } else if (value instanceof String) quote((String) value, written);
    else written.append(value);
  }

  private static void quote(String text, StringBuilder written) {
    written.append('"');
    for (char sign : text.toCharArray()) {
      int escaped = "\b\t\n\f\r\"\\".indexOf(sign);
      if (escaped >= 0) written.append('\\').append("btnfr\"\\".charAt(escaped));
      else if (sign < ' ') written.append(String.format("\\u%04x", (int) sign));
      else written.append(sign);
    }
    written.append('"');
  }

  static MessageDigest sha() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException(absent);
    }
  }

  static byte[] sha256(String text) {
    return sha().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  static String hex(byte[] bytes) {
    return String.format("%0" + 2 * bytes.length + "x", new BigInteger(1, bytes));
  }

  /** XCH-5-1. */
  static String root(Iterable<String> lines) {
    List<byte[]> level = new ArrayList<>();
    for (String line : lines) level.add(sha256("\0" + line));
    if (level.isEmpty()) return hex(sha256(""));
    while (level.size() > 1) {
      List<byte[]> above = new ArrayList<>();
      for (int i = 0; i + 1 < level.size(); i += 2) {
        MessageDigest pair = sha();
        pair.update((byte) 1);
        pair.update(level.get(i));
        above.add(pair.digest(level.get(i + 1)));
      }
      if (level.size() % 2 == 1) above.add(level.get(level.size() - 1)); // goes up as it is
      level = above;
    }
    return hex(level.get(0));
  }

  // ---------------------------------------------------------------- what is held

  /** What is known of one key of a stream. */
  static final class Holding {
    String line, state = "none"; // none: nothing is held, such as after a drop
    final TreeSet<String> codes = new TreeSet<>();
    Map<String, Object> tombstone; // the one that stands, also behind a record that was rejected
    Received received = new Received(), before = new Received();

    Map<String, Object> tree() throws Verifier.Unreadable {
      return line == null ? Map.of() : readLine(line);
    }

    Map<String, Object> written() {
      Map<String, Object> tree = new TreeMap<>();
      if (line != null) tree.put("line", line);
      if (tombstone != null) tree.put("tombstone", tombstone);
      tree.put("state", state);
      tree.put("codes", new ArrayList<Object>(codes));
      tree.put("received", received.written());
      tree.put("before", before.written());
      return tree;
    }

    static Holding read(Map<String, Object> tree) {
      Holding holding = new Holding();
      holding.line = Verifier.text(tree, "line");
      holding.state = Verifier.text(tree, "state");
      holding.tombstone = Verifier.object(tree.get("tombstone"));
      for (Object code : Verifier.list(tree.get("codes"))) holding.codes.add((String) code);
      holding.received = Received.read(Verifier.list(tree.get("received")));
      holding.before = Received.read(Verifier.list(tree.get("before")));
      return holding;
    }
  }

  /** The highest revision that was applied of a key, with each content that it had. */
  static final class Received {
    final BigInteger revision;
    final String digest; // of the content of it that came first

    Received() {
      this(null, null);
    }

    Received(BigInteger revision, String digest) {
      this.revision = revision;
      this.digest = digest;
    }

    int compare(BigInteger other) {
      return revision == null ? -1 : revision.compareTo(other);
    }

    Received and(Object revision, String digest) {
      if (!(revision instanceof BigInteger)) return this;
      boolean higher = compare((BigInteger) revision) < 0;
      return higher ? new Received((BigInteger) revision, digest) : this;
    }

    List<Object> written() {
      List<Object> written = new ArrayList<>();
      if (revision == null) return written;
      written.add(revision);
      written.add(digest);
      return written;
    }

    static Received read(List<Object> written) {
      if (written.isEmpty()) return new Received();
      return new Received((BigInteger) written.get(0), (String) written.get(1));
    }
  }

  /** What is held of one stream. */
  static final class Stream {
    Map<String, Object> head; // the one applied last, or null
    String digest;
    final Map<String, Set<String>> disputes = new TreeMap<>(); // digests seen of a number
    final Set<String> applied = new TreeSet<>(), taken = new TreeSet<>(), left = new TreeSet<>();
    final Map<String, String> seen = new TreeMap<>(); // digests of authentic heads by number
    final TreeMap<String, Holding> holdings = new TreeMap<>();

    /** The first head that was seen with a number, or the one that was taken; a fork disputes. */
    boolean isFork(String number, String digest) {
      String first = seen.get(number);
      if (!digest.equals(first) && !left.contains(digest))
        disputes.computeIfAbsent(number, absent -> new TreeSet<>(Set.of(first))).add(digest);
      return !digest.equals(first);
    }

    /** XCH-8-8: the operator takes a head of a dispute; where one was applied only that one. */
    void decide(String digest) {
      if (digest == null) return;
      for (String number : List.copyOf(disputes.keySet())) {
        Set<String> heads = disputes.get(number), kept = new TreeSet<>(heads);
        kept.retainAll(applied);
        if (!heads.contains(digest) || !kept.isEmpty() && !kept.contains(digest)) continue;
        disputes.remove(number);
        seen.put(number, digest);
        taken.add(digest);
        heads.remove(digest);
        left.addAll(heads);
      }
    }

    TreeMap<String, String> lines() {
      TreeMap<String, String> lines = new TreeMap<>();
      holdings.forEach((key, held) -> { if (held.line != null) lines.put(key, held.line); });
      return lines;
    }

    Map<String, Object> written() {
      Map<String, Object> tree = new TreeMap<>(), kept = new TreeMap<>();
      if (head != null) tree.put("head", head);
      if (digest != null) tree.put("digest", digest);
      Map<String, Object> between = new TreeMap<>();
      disputes.forEach((number, heads) -> between.put(number, new ArrayList<Object>(heads)));
      tree.put("disputes", between);
      tree.put("applied", new ArrayList<Object>(applied));
      tree.put("taken", new ArrayList<Object>(taken));
      tree.put("left", new ArrayList<Object>(left));
      tree.put("seen", new TreeMap<String, Object>(seen));
      holdings.forEach((key, held) -> kept.put(key, held.written()));
      tree.put("holdings", kept);
      return tree;
    }

    private static Set<String> texts(Object list) {
      Set<String> texts = new TreeSet<>();
      for (Object text : Verifier.list(list)) texts.add((String) text);
      return texts;
    }

    static Stream read(Map<String, Object> tree) {
      Stream stream = new Stream();
      stream.head = Verifier.object(tree.get("head"));
      stream.digest = Verifier.text(tree, "digest");
      Map<String, Object> between = Verifier.object(tree.get("disputes"));
      if (between != null) between.forEach((n, heads) -> stream.disputes.put(n, texts(heads)));
      List<Object> earlier = Verifier.list(tree.get("disputed")); // as an earlier file has it
      if (Boolean.TRUE.equals(tree.get("disputed"))) stream.disputes.put("", new TreeSet<>());
      else if (!earlier.isEmpty())
        stream.disputes.put((String) earlier.get(0), texts(earlier.subList(1, earlier.size())));
      for (Object one : Verifier.list(tree.get("applied"))) stream.applied.add((String) one);
      for (Object one : Verifier.list(tree.get("taken"))) stream.taken.add((String) one);
      for (Object one : Verifier.list(tree.get("left"))) stream.left.add((String) one);
      Verifier.object(tree.get("seen")).forEach((n, d) -> stream.seen.put(n, (String) d));
      Verifier.object(tree.get("holdings"))
          .forEach((key, held) -> stream.holdings.put(key, Holding.read(Verifier.object(held))));
      return stream;
    }

    /** The state that a receiver tells (CNF-3-14), or null where nothing was applied. */
    Map<String, Object> told() {
      if (head == null) return null;
      List<Object> said = new ArrayList<>();
      holdings.forEach(
          (key, held) -> {
            if (held.state.equals("none")) return;
            Map<String, Object> entry = new TreeMap<>(Map.of("key", key, "state", held.state));
            if (!held.codes.isEmpty()) entry.put("codes", new ArrayList<Object>(held.codes));
            said.add(entry);
          });
      Map<String, Object> told = new TreeMap<>();
      told.put("sequence", head.get("sequence"));
      told.put("root", head.get("root"));
      told.put("entries", said);
      return told;
    }
  }

  /** The streams that are read, by their names. */
  static final class Register {
    final Map<String, Stream> streams = new TreeMap<>();

    Stream stream(Map<String, Object> meant) {
      return streams.computeIfAbsent(name(meant), absent -> new Stream());
    }

    static String name(Map<String, Object> said) {
      String name = said.get("iss") + " " + said.get("aud");
      return said.get("agreement") == null ? name : name + " " + said.get("agreement");
    }

    static Register load(Path file) throws IOException, Verifier.Unreadable {
      Register register = new Register();
      if (!Files.exists(file)) return register;
      Map<String, Object> kept = Verifier.object(Verifier.json(Files.readAllBytes(file)));
      kept.forEach((name, tree) -> register.streams.put(name, Stream.read(Verifier.object(tree))));
      return register;
    }

    /** Whole or not at all: a new file, on the disk, in the place of the old one. */
    void store(Path file) throws IOException {
      Map<String, Object> tree = new TreeMap<>();
      streams.forEach((name, stream) -> tree.put(name, stream.written()));
      Path whole = file.toAbsolutePath(), fresh = whole.resolveSibling(file.getFileName() + ".new");
      byte[] content = canonical(tree).getBytes(StandardCharsets.UTF_8);
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) channel.write(left);
        channel.force(true);
      }
      Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel folder = FileChannel.open(whole.getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  // ---------------------------------------------------------------- one message

  static Map<String, Object> readLine(String line) throws Verifier.Unreadable {
    Map<String, Object> read =
        Verifier.object(Verifier.json(line.getBytes(StandardCharsets.UTF_8)));
    if (read == null) throw new Verifier.Unreadable();
    return read;
  }

  /** A head with what came with it, and what the operator said. */
  final class Message {
    final Register register;
    final Stream stream;
    final Map<String, Object> meant;
    final Verifier.Question question;
    final List<Profile> profiles;
    final Map<String, byte[]> files;
    final String confirmed;
    Map<String, Object> head;
    String digest;
    Profile profile;
    Map<String, Object> authority;

    Message(
        Register register,
        Map<String, Object> meant,
        Verifier.Question question,
        List<Profile> profiles,
        Map<String, byte[]> files,
        String confirmed) {
      this.register = register;
      this.meant = meant;
      this.stream = register.stream(meant);
      this.question = question;
      this.profiles = profiles;
      this.files = files;
      this.confirmed = confirmed;
    }

    long number(String name) {
      return Verifier.number(head, name);
    }

    String text(String name) {
      return Verifier.text(head, name);
    }

    /** Whether the operator confirmed this head, or took it. */
    boolean isConfirmed() {
      return digest.equals(confirmed) || stream.taken.contains(digest);
    }

    boolean isReset() {
      return head.get("reset") != null;
    }

    /** The steps of XCH-8-1; returns when the message was applied, now or before. */
    void receive(byte[] content) throws Verifier.Refusal {
      Verifier.Token token = readHead(content); // steps 1 and 2
      checkSigner(token); // steps 3 to 5
      boolean same = stream.head == null || Register.name(stream.head).equals(Register.name(head));
      require(same && Register.name(meant).equals(Register.name(head)), "AEO-XCH-13");
      String number = String.valueOf(number("sequence"));
      stream.seen.putIfAbsent(number, digest);
      long latest = question.at + Verifier.SKEW;
      require(Verifier.seconds(text("issuedAt")) <= latest, "AEO-XCH-14");
      boolean fork = stream.isFork(number, digest);
      if (digest.equals(stream.digest)) return;
      require(!fork && stream.disputes.isEmpty(), "AEO-XCH-15");
      checkOrder();
      checkProfile();
      TreeMap<String, String> state = reach(); // steps 13 to 17
      checkRecords(state);
      checkChanges(state);
      apply(state);
    }

    Verifier.Token readHead(byte[] content) throws Verifier.Refusal {
      try {
        require(Verifier.stripped(content, " \t\r\n").length() <= MOST_HEAD, "AEO-XCH-10");
        Verifier.Token token = Verifier.Token.file(content, "aeo-head+jwt");
        head = Verifier.object(Verifier.json(token.payload));
        require(head != null, "AEO-XCH-10");
        if (isNewer(head)) throw held("AEO-SYN-11");
        require(heads.fits(head, heads.named("Head")), "AEO-XCH-10");
        require(text("asOf").compareTo(text("issuedAt")) <= 0, "AEO-XCH-10");
        require(text("issuedAt").compareTo(text("nextUpdate")) < 0, "AEO-XCH-10");
        require(head.containsKey("agreement") == head.containsKey("profile"), "AEO-XCH-10");
        Set<String> names = new HashSet<>();
        for (Object file : Verifier.list(head.get("files")))
          require(names.add(Verifier.text(Verifier.object(file), "name")), "AEO-XCH-10");
        digest = hex(sha().digest(token.payload));
        return token;
      } catch (Verifier.Unreadable broken) {
        throw new Verifier.Refusal("AEO-XCH-10");
      }
    }

    void checkSigner(Verifier.Token token) throws Verifier.Refusal {
      question.checkTrustList();
      long issued = Verifier.seconds(text("issuedAt"));
      String kid = Verifier.text(token.header, "kid");
      Verifier.Place place = question.place(kid, text("iss"), issued);
      try {
        require(Verifier.listedKey(place.key).signed(token), "AEO-XCH-11");
      } catch (Verifier.Unreadable broken) {
        throw new IllegalStateException(broken); // the trust list was read with this key
      }
      authority = place.authority;
      require(!tuples().isEmpty(), "AEO-XCH-12");
    }

    /** The tuples by which the key speaks in the exchange. */
    List<Map<String, Object>> tuples() {
      long issued = Verifier.seconds(text("issuedAt"));
      List<Map<String, Object>> tuples = new ArrayList<>();
      for (Object tuple : Verifier.list(authority.get("scope")))
        if (question.isFor(Verifier.object(tuple), text("iss"), "exchange", issued))
          tuples.add(Verifier.object(tuple));
      return tuples;
    }

    /** Steps 9 to 11. */
    void checkOrder() throws Verifier.Refusal {
      if (stream.head != null) {
        require(number("sequence") > Verifier.number(stream.head, "sequence"), "AEO-XCH-16");
        for (String time : List.of("asOf", "issuedAt"))
          require(
              isReset() || text(time).compareTo(Verifier.text(stream.head, time)) >= 0,
              "AEO-XCH-17");
      }
      if (isReset() && !isConfirmed()) throw held("AEO-XCH-18");
    }

    void checkProfile() throws Verifier.Refusal {
      if (text("agreement") == null) return;
      for (Profile adopted : profiles)
        if (adopted.digest.equals(text("profile")) && adopted.code.equals(text("agreement")))
          profile = adopted;
      if (profile == null) throw held("AEO-XCH-19");
    }

    // -------------------------------------------------------------- ways to the state

    TreeMap<String, String> reach() throws Verifier.Refusal {
      TreeMap<String, String> state = stream.lines();
      String held = stream.head == null ? null : root(state.values());
      if (text("root").equals(root(List.of()))) state = new TreeMap<>();
      else if (isReset() || !text("root").equals(held)) {
        byte[] delta = isReset() ? null : named(DELTA, held);
        byte[] body = delta == null ? named(SNAPSHOT, null) : delta;
        if (body == null) body = delta = isReset() ? null : unnamed(DELTA, held);
        if (body == null) body = unnamed(SNAPSHOT, null);
        require(body != null, "AEO-XCH-20");
        state = delta == null ? snapshot(body) : delta(body, state);
      }
      boolean counted = state.size() == number("count");
      require(counted && text("root").equals(root(state.values())), "AEO-XCH-24");
      return state;
    }

    private Map<String, Object> named; // the element of `files` by which the body came

    /** The content of a named file of this kind that starts from what is held, or null. */
    byte[] named(String media, String base) throws Verifier.Refusal {
      for (Object element : Verifier.list(head.get("files"))) {
        Map<String, Object> file = Verifier.object(element);
        Map<String, Object> from = Verifier.object(file.get("base"));
        boolean leads = media.equals(SNAPSHOT) || from != null && from.get("root").equals(base);
        if (!media.equals(file.get("media")) || !leads) continue;
        byte[] stored = files.get(Verifier.text(file, "name"));
        if (stored == null) continue;
        named = file;
        return content(stored, file);
      }
      return null;
    }

    /** The same of a file that the head does not name (XCH-6-4), the lower name first. */
    byte[] unnamed(String media, String base) {
      Set<String> names = new TreeSet<>();
      for (Object file : Verifier.list(head.get("files")))
        names.add(Verifier.text(Verifier.object(file), "name"));
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        if (names.contains(file.getKey())) continue;
        try {
          byte[] body = unnamed(file.getKey(), file.getValue(), media.equals(DELTA));
          boolean leads = body != null;
          if (leads && media.equals(DELTA))
            leads = base(lines(body).get(0)).get("root").equals(base);
          if (!leads) continue;
          named = null;
          return body;
        } catch (Verifier.Refusal | IndexOutOfBoundsException broken) {
          continue; // it cannot be inflated, or names no base: it leads nowhere
        }
      }
      return null;
    }

    /** What a head does not name is read as its name tells (XCH-6-4, XCH-7-1): of this head. */
    byte[] unnamed(String name, byte[] stored, boolean delta) throws Verifier.Refusal {
      String number = String.format("%010d", number("sequence"));
      String kind = delta ? "[0-9]{10}-" + number + "[.]delta" : number + "[.]snapshot";
      if (!name.matches(kind + "[.]aeo[.]ndjson([.]gz)?")) return null;
      if (!name.endsWith(".gz")) return stored;
      byte[] content = inflated(stored, MOST_BODY);
      require(!isPacked(content), "AEO-XCH-21");
      return content;
    }

    /** XCH-6-4: the bytes that the head told, stored and inflated. */
    byte[] content(byte[] stored, Map<String, Object> told) throws Verifier.Refusal {
      checkBytes(stored, told);
      Map<String, Object> inside = Verifier.object(told.get("inflated"));
      if (inside == null) return stored;
      byte[] content = inflated(stored, Verifier.number(inside, "bytes"));
      checkBytes(content, inside);
      require(!isPacked(content), "AEO-XCH-21");
      return content;
    }

    boolean isPacked(byte[] content) {
      return content.length > 1 && content[0] == 0x1f && content[1] == (byte) 0x8b;
    }

    void checkBytes(byte[] bytes, Map<String, Object> told) throws Verifier.Refusal {
      require(bytes.length == Verifier.number(told, "bytes"), "AEO-XCH-21");
      require(hex(sha().digest(bytes)).equals(told.get("sha256")), "AEO-XCH-21");
    }

    /** One member of gzip with nothing behind it (XCH-6-3). */
    byte[] inflated(byte[] stored, long most) throws Verifier.Refusal {
      Inflater inflater = new Inflater(true);
      try {
        int begin = behindHeader(stored);
        inflater.setInput(stored, begin, stored.length - begin);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] piece = new byte[65_536];
        while (!inflater.finished()) {
          int count = inflater.inflate(piece);
          require(count > 0 || inflater.finished(), "AEO-XCH-21");
          whole.write(piece, 0, count);
          require(whole.size() <= most, "AEO-XCH-21");
        }
        require(inflater.getRemaining() == 8, "AEO-XCH-21");
        CRC32 sum = new CRC32();
        sum.update(whole.toByteArray());
        ByteBuffer end = ByteBuffer.wrap(stored).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        require(end.getInt(stored.length - 8) == (int) sum.getValue(), "AEO-XCH-21");
        require(end.getInt(stored.length - 4) == whole.size(), "AEO-XCH-21");
        return whole.toByteArray();
      } catch (DataFormatException | IndexOutOfBoundsException broken) {
        throw new Verifier.Refusal("AEO-XCH-21");
      } finally {
        inflater.end();
      }
    }

    int behindHeader(byte[] stored) throws Verifier.Refusal {
      boolean gzip = stored.length >= 18 && stored[0] == 0x1f && stored[1] == (byte) 0x8b;
      require(gzip && stored[2] == 8, "AEO-XCH-21");
      int flags = stored[3], at = 10;
      if ((flags & 4) != 0) at += 2 + (stored[at] & 0xff) + 256 * (stored[at + 1] & 0xff);
      for (int texts : new int[] {8, 16})
        if ((flags & texts) != 0) while (stored[at++] != 0) {}
      return (flags & 2) != 0 ? at + 2 : at;
    }

    // -------------------------------------------------------------- lines

    List<String> lines(byte[] body) throws Verifier.Refusal {
      List<String> lines = new ArrayList<>();
      int from = 0;
      for (int at = 0; at < body.length; at++) {
        if (body[at] != '\n') continue;
        require(at - from <= MOST_LINE, "AEO-XCH-22");
        try {
          lines.add(Verifier.utf8(Arrays.copyOfRange(body, from, at)));
        } catch (IOException broken) {
          throw new Verifier.Refusal("AEO-XCH-22");
        }
        from = at + 1;
      }
      require(from == body.length, "AEO-XCH-22");
      return lines;
    }

    /** A line in its canonical bytes, numbers within their bounds (XCH-8-15). */
    Map<String, Object> tree(String line) throws Verifier.Refusal {
      try {
        Map<String, Object> tree = readLine(line);
        require(bounded(tree) && canonical(tree).equals(line), "AEO-XCH-22");
        return tree;
      } catch (Verifier.Unreadable broken) {
        throw new Verifier.Refusal("AEO-XCH-22");
      }
    }

    boolean bounded(Object value) {
      if (value instanceof BigInteger)
        return ((BigInteger) value).abs().compareTo(BigInteger.valueOf(MOST_NUMBER)) <= 0;
      if (value instanceof Map)
        return Verifier.object(value).values().stream().allMatch(this::bounded);
      return Verifier.list(value).stream().allMatch(this::bounded);
    }

    Map<String, Object> base(String line) throws Verifier.Refusal {
      Map<String, Object> tree = tree(line);
      Map<String, Object> base = Verifier.object(tree.get("base"));
      require(tree.size() == 1 && base != null, "AEO-XCH-22");
      require(heads.fits(base, heads.named("DeltaBase")), "AEO-XCH-22");
      return base;
    }

    /** The key of an entry in form. */
    String key(Map<String, Object> entry) throws Verifier.Refusal {
      Set<String> members = entry.keySet();
      boolean record = members.equals(Set.of("key", "salt", "record"));
      require(record || members.equals(Set.of("key", "salt", "tombstone")), "AEO-XCH-22");
      require(Verifier.isDigest(entry.get("salt")), "AEO-XCH-22");
      Map<String, Object> form = entries.property("EntryLine", "key");
      require(entries.fits(entry.get("key"), form), "AEO-XCH-22");
      if (record) {
        Map<String, Object> view = Verifier.object(entry.get("record"));
        boolean named = view != null && view.get("recordId") instanceof String;
        require(named && view.get("administration") instanceof String, "AEO-XCH-22");
      } else checkTombstone(Verifier.object(entry.get("tombstone")));
      return Verifier.text(entry, "key");
    }

    void checkTombstone(Map<String, Object> stone) throws Verifier.Refusal {
      boolean fits = stone != null && entries.fits(stone, entries.named("EntryTombstone"));
      require(fits, "AEO-XCH-22");
      String from = Verifier.text(stone, "effectiveFrom");
      require(from.compareTo(Verifier.text(stone, "retainUntil")) < 0, "AEO-XCH-22");
      boolean moved = "moved".equals(stone.get("cause"));
      require(moved == stone.containsKey("to"), "AEO-XCH-22");
    }

    TreeMap<String, String> snapshot(byte[] body) throws Verifier.Refusal {
      TreeMap<String, String> state = new TreeMap<>();
      for (String line : lines(body)) {
        String key = key(tree(line));
        require(state.isEmpty() || state.lastKey().compareTo(key) < 0, "AEO-XCH-22");
        state.put(key, line);
      }
      return state;
    }

    TreeMap<String, String> delta(byte[] body, TreeMap<String, String> state)
        throws Verifier.Refusal {
      List<String> lines = lines(body);
      require(!lines.isEmpty(), "AEO-XCH-22");
      Map<String, Object> base = base(lines.get(0));
      require(named == null || base.equals(named.get("base")), "AEO-XCH-21");
      Map<String, String> changes = new LinkedHashMap<>(); // null: a drop
      String before = "";
      for (String line : lines.subList(1, lines.size())) {
        Map<String, Object> tree = tree(line);
        boolean drop = tree.keySet().equals(Set.of("drop")) && tree.get("drop") instanceof String;
        String key = drop ? Verifier.text(tree, "drop") : key(tree);
        require(before.compareTo(key) < 0, "AEO-XCH-22");
        changes.put(before = key, drop ? null : line);
      }
      for (Map.Entry<String, String> change : changes.entrySet()) {
        if (change.getValue() != null) state.put(change.getKey(), change.getValue());
        else require(isOver(state.remove(change.getKey())), "AEO-XCH-23");
      }
      return state;
    }

    /** Whether a line is a tombstone that need not be kept as of this head (XCH-6-2). */
    boolean isOver(String line) throws Verifier.Refusal {
      if (line == null) return false;
      Map<String, Object> stone = Verifier.object(tree(line).get("tombstone"));
      return stone != null
          && Verifier.text(stone, "retainUntil").compareTo(text("asOf")) <= 0;
    }

    // -------------------------------------------------------------- steps 18 and 19

    void checkRecords(TreeMap<String, String> state) throws Verifier.Refusal {
      Map<String, Object> view = new TreeMap<>(Map.of("audience", text("aud")));
      if (text("agreement") != null) view.put("agreement", text("agreement"));
      for (String line : state.values()) {
        Map<String, Object> entry = tree(line), record = Verifier.object(entry.get("record"));
        if (record == null) continue;
        require(entry.get("key").equals(recordKey(record)), "AEO-XCH-25");
        require(text("iss").equals(record.get("administration")), "AEO-XCH-25");
        require(view.equals(record.get("view")), "AEO-XCH-25");
        Map<String, Object> holder = Verifier.object(record.get("holder"));
        Object tin = holder == null ? null : holder.get("tin");
        if (tin instanceof String && record.get("programme") instanceof String)
          require(isCovered((String) tin, record.get("programme")), "AEO-XCH-25");
      }
    }

    /** REC-1-3: a record that moved has the key that its first administration gave it. */
    String recordKey(Map<String, Object> record) {
      List<Object> former = Verifier.list(record.get("formerAdministrations"));
      Object first = former.isEmpty() ? record.get("administration") : former.get(0);
      return first + "/" + record.get("recordId");
    }

    boolean isCovered(String tin, Object programme) {
      for (Map<String, Object> tuple : tuples())
        if (programme.equals(tuple.get("programme")))
          for (Object prefix : Verifier.list(tuple.get("tinPrefixes")))
            if (tin.startsWith((String) prefix)) return true;
      return false;
    }

    void checkChanges(TreeMap<String, String> state) throws Verifier.Refusal {
      if (stream.head == null || isReset() || isConfirmed()) return;
      TreeMap<String, String> held = stream.lines();
      long changed = 0;
      for (Map.Entry<String, String> entry : held.entrySet())
        if (!entry.getValue().equals(state.get(entry.getKey()))) changed++;
      for (String key : state.keySet()) if (!held.containsKey(key)) changed++;
      long least = profile == null ? 20 : profile.limit("atLeast", 20, text("aud"));
      long percent = profile == null ? 10 : profile.limit("percent", 10, text("aud"));
      if (changed > least && changed * 100 > percent * held.size()) throw held("AEO-XCH-26");
    }

    // -------------------------------------------------------------- what is accepted

    /** XCH-8-19, of every key of the state and of every key held. */
    void apply(TreeMap<String, String> state) throws Verifier.Refusal {
      Set<String> keys = new TreeSet<>(state.keySet());
      keys.addAll(stream.holdings.keySet());
      for (String key : keys) {
        Holding holding = stream.holdings.computeIfAbsent(key, absent -> new Holding());
        if (hasOtherProfile()) holding.received = holding.before = new Received();
        String line = state.get(key);
        if (line == null) leaveOut(holding);
        else {
          Map<String, Object> entry = tree(line);
          Map<String, Object> record = Verifier.object(entry.get("record"));
          if (record == null) bury(holding, Verifier.object(entry.get("tombstone")));
          else judge(key, holding, record);
          holding.line = line;
        }
      }
      stream.head = head;
      stream.digest = digest;
      stream.applied.add(digest);
    }

    /** Another version of the profile cuts other views: revisions count anew (XCH-8-19). */
    boolean hasOtherProfile() {
      return stream.head != null && !Objects.equals(head.get("profile"), stream.head.get("profile"));
    }

    void leaveOut(Holding holding) throws Verifier.Refusal {
      if (isOver(holding.line)) holding.state = "none";
      else if (!holding.state.equals("none")) {
        holding.state = "missing";
        holding.codes.clear();
        holding.codes.add("AEO-XCH-29");
      }
      holding.line = null;
      if (isReset()) holding.received = holding.before = new Received();
    }

    void bury(Holding holding, Map<String, Object> tombstone) {
      boolean isErased = holding.tombstone != null && "erased".equals(holding.tombstone.get("cause"));
      if (!isErased) holding.tombstone = tombstone; // what was erased stays so
      holding.state = "tombstone";
      holding.codes.clear();
      if (isReset()) holding.received = holding.before = new Received();
    }

    void judge(String key, Holding holding, Map<String, Object> record) throws Verifier.Refusal {
      String digest = hex(sha256(canonical(record)));
      Object held = holding.line == null ? null : tree(holding.line).get("record");
      if (held == null || !hex(sha256(canonical(held))).equals(digest))
        holding.before = holding.received; // it came with this message
      Received told = holding.before;
      if (isReset()) holding.before = holding.received = new Received();
      Object revision = record.get("revision");
      holding.received = holding.received.and(revision, digest);
      holding.codes.clear();
      if (isNewer(record)) {
        holding.state = "newer";
        return;
      }
      if (!records.fits(record, records.named("AeoRecord"))) { // then nothing else is asked of it
        if (validator != null) holding.codes.addAll(validator.errors(record, text("asOf")));
        holding.state = "rejected";
        return;
      }
      boolean broken = !hasNoError(record, text("asOf"), holding.codes);
      if (holding.tombstone != null && !mayComeBack(key, holding, record)) {
        holding.codes.add("AEO-XCH-28");
        broken = true;
      } else if (revision instanceof BigInteger && isOld(told, (BigInteger) revision, digest)) {
        holding.codes.add("AEO-XCH-27");
        broken |= !isReset();
      }
      holding.state = broken ? "rejected" : "accepted";
      if (!broken) holding.tombstone = null;
    }

    boolean isOld(Received received, BigInteger revision, String digest) {
      int order = received.compare(revision);
      return order > 0 || order == 0 && !received.digest.equals(digest);
    }

    /** XCH-4-6. */
    boolean mayComeBack(String key, Holding holding, Map<String, Object> record) {
      Map<String, Object> stone = holding.tombstone;
      boolean read = record.get("revision") instanceof BigInteger;
      int order = read ? holding.before.compare((BigInteger) record.get("revision")) : 1;
      switch (Verifier.text(stone, "cause")) {
        case "consent-withdrawn":
          Map<String, Object> consent = counting(record, text("agreement"), text("asOf"));
          return order < 0
              && consent != null
              && lets(consent)
              && Verifier.text(consent, "since")
                  .compareTo(Verifier.text(stone, "effectiveFrom")) > 0;
        case "out-of-scope":
          return order <= 0;
        case "sent-in-error":
          return order < 0;
        case "moved":
          return movedBack(key, Verifier.text(stone, "to"));
        default:
          return false;
      }
    }

    boolean movedBack(String key, String from) {
      for (Stream other : register.streams.values()) {
        if (other.head == null || !from.equals(other.head.get("iss"))) continue;
        Holding there = other.holdings.get(key);
        Map<String, Object> stone = there == null ? null : there.tombstone;
        if (stone != null
            && "moved".equals(stone.get("cause"))
            && text("iss").equals(stone.get("to"))) return true;
      }
      return false;
    }
  }

  // ---------------------------------------------------------------- rules on records

  static boolean isNewer(Map<String, Object> tree) {
    Object version = tree.get("specVersion");
    return version instanceof String && ((String) version).matches(NEWER);
  }

  /** The consent that counts (REC-8-1), of those with `since` until an instant, or null. */
  static Map<String, Object> counting(
      Map<String, Object> record, String agreement, String instant) {
    List<Map<String, Object>> latest = new ArrayList<>();
    for (String scope : Arrays.asList(agreement, "all")) {
      if (scope == null || !latest.isEmpty()) continue;
      for (Object element : Verifier.list(record.get("consents"))) {
        Map<String, Object> consent = Verifier.object(element);
        boolean dated = consent != null && consent.get("since") instanceof String;
        if (!dated || !scope.equals(consent.get("scope"))) continue;
        if (Verifier.text(consent, "since").compareTo(instant) > 0) continue;
        int order = latest.isEmpty() ? 1 : Verifier.text(consent, "since")
            .compareTo(Verifier.text(latest.get(0), "since"));
        if (order > 0) latest.clear();
        if (order >= 0) latest.add(consent);
      }
    }
    return latest.size() == 1 ? latest.get(0) : null;
  }

  static boolean lets(Map<String, Object> consent) {
    return Set.of("given", "not-required").contains(String.valueOf(consent.get("state")));
  }

  /**
   * What this sample asks of a record that the published schema accepts: all rules, of the
   * validator that it was given; without one the rules on views alone.
   */
  boolean hasNoError(Map<String, Object> record, String at, Set<String> codes) {
    if (validator != null) {
      codes.addAll(validator.errors(record, at));
      return codes.isEmpty();
    }
    Map<String, Object> view = Verifier.object(record.get("view"));
    String audience = Verifier.text(view, "audience"), agreement = Verifier.text(view, "agreement");
    if (hasClass(record, records.named("AeoRecord"), "restricted")) codes.add("AEO-SHR-01");
    if (audience.equals("public")) {
      if (hasClass(record, records.named("AeoRecord"), "partner")) codes.add("AEO-SHR-02");
      if ("natural-person".equals(Verifier.object(record.get("holder")).get("kind")))
        codes.add("AEO-SHR-03");
    }
    for (Object consent : Verifier.list(record.get("consents")))
      if (!Set.of("all", String.valueOf(agreement)).contains(Verifier.object(consent).get("scope")))
        codes.add("AEO-SHR-04");
    for (Object recognition : Verifier.list(record.get("recognitions")))
      if (!audience.split("-")[0].equals(Verifier.object(recognition).get("partner")))
        codes.add("AEO-SHR-05");
    Map<String, Object> consent = counting(record, agreement, LAST_INSTANT);
    if (consent != null && !lets(consent)) codes.add("AEO-SHR-06");
    return codes.isEmpty();
  }

  /** Whether something of a disclosure class stands in a value (REC-11-1). */
  boolean hasClass(Object value, Map<String, Object> schema, String disclosure) {
    if (schema == null) return false;
    if (String.valueOf(schema.get("$comment")).contains("disclosure: " + disclosure)) return true;
    Object reference = schema.get("$ref");
    if (reference != null) {
      Map<String, Object> meant = records.named(((String) reference).substring(8));
      if (hasClass(value, meant, disclosure)) return true;
    }
    if (value instanceof List) {
      Map<String, Object> items = Verifier.object(schema.get("items"));
      return Verifier.list(value).stream().anyMatch(held -> hasClass(held, items, disclosure));
    }
    Map<String, Object> properties = Verifier.object(schema.get("properties"));
    if (!(value instanceof Map) || properties == null) return false;
    return Verifier.object(value).entrySet().stream()
        .anyMatch(
            held ->
                hasClass(
                    held.getValue(), Verifier.object(properties.get(held.getKey())), disclosure));
  }

  // ---------------------------------------------------------------- questions

  /** What a receiver says of a message, as the protocol of part 8 has it (CNF-3-14). */
  Map<String, Object> answer(Message message, byte[] head) {
    Map<String, Object> answer = new TreeMap<>();
    List<Object> findings = new ArrayList<>();
    answer.put("verdict", "VALID");
    try {
      message.receive(head);
    } catch (Verifier.Refusal refusal) {
      answer.put("verdict", refusal.outcome.equals("fail") ? "NOT_VALID" : "UNDETERMINED");
      findings.add(Map.of("code", refusal.code, "severity", "error", "path", ""));
    }
    answer.put("findings", findings);
    if (message.stream.head != null) answer.put("state", message.stream.told());
    return answer;
  }

  /** Those that were adopted: what cannot be read was not, nor were two texts of one version. */
  static List<Profile> profiles(List<Object> parts) {
    List<Profile> profiles = new ArrayList<>();
    for (Object part : parts) {
      try {
        profiles.add(new Profile(Verifier.content(Verifier.object(part))));
      } catch (Verifier.Unreadable broken) {
        continue;
      }
    }
    List<Profile> given = List.copyOf(profiles);
    profiles.removeIf(one -> given.stream().anyMatch(one::clashesWith)); // XCH-1-6
    return profiles;
  }

  /** The messages of a question, one after the other; the answer is about the last. */
  Map<String, Object> run(Map<String, Object> asked, Register register)
      throws Verifier.Unreadable {
    Map<String, Object> inputs = Verifier.object(asked.get("inputs"));
    Map<String, Object> part = Verifier.object(inputs.get("document"));
    Map<String, Object> answer = new TreeMap<>();
    if (!"receive".equals(asked.get("operation")) || !MESSAGES.equals(part.get("media"))) {
      answer.put("unsupported", true);
      answer.put("reason", "this sample receives messages with bodies in NDJSON");
      return answer;
    }
    Map<String, Object> series = Verifier.object(Verifier.json(Verifier.content(part)));
    List<Profile> profiles = profiles(Verifier.list(inputs.get("profiles")));
    for (Object element : Verifier.list(series.get("messages"))) {
      Map<String, Object> given = Verifier.object(element);
      Map<String, byte[]> files = new HashMap<>();
      for (Object file : Verifier.list(given.get("files")))
        files.put(
            Verifier.text(Verifier.object(file), "name"),
            Verifier.content(Verifier.object(file)));
      Map<String, Object> then = new TreeMap<>(asked);
      if (given.get("at") != null) then.put("at", given.get("at"));
      Object meant = given.getOrDefault("stream", series.get("stream"));
      register.stream(Verifier.object(meant)).decide(Verifier.text(given, "taken"));
      Message message =
          new Message(
              register,
              Verifier.object(meant),
              verifier.new Question(then),
              profiles,
              files,
              Verifier.text(given, "confirmed"));
      answer = answer(message, Base64.getDecoder().decode(Verifier.text(given, "head")));
    }
    return answer;
  }

  Map<String, Object> hello() {
    Map<String, Object> hello = new TreeMap<>();
    hello.put("v", BigInteger.ONE);
    hello.put(
        "implementation",
        new TreeMap<>(
            Map.of("name", "Sample receiver in Java", "version", "1.0", "language", "Java")));
    hello.put("roles", List.of("receiver"));
    hello.put("operations", List.of("receive"));
    hello.put("media", List.of(MESSAGES));
    hello.put("depth", validator == null ? "D2" : "D3"); // without it not all codes are told
    return hello;
  }

  /**
   * Answers questions, one a line. The first argument is the folder with schemas/ and
   * conformance/; with a second one, a file, what is received is kept there from question to
   * question, and without it each question begins with nothing. The system property `validator` is
   * the command of a validator, its words parted by blanks.
   */
  public static void main(String[] arguments) throws Exception {
    String command = System.getProperty("validator", "").strip();
    Records validator = command.isEmpty() ? null : new Records(List.of(command.split(" +")));
    Receiver receiver = new Receiver(Path.of(arguments[0]), validator);
    Path kept = arguments.length > 1 ? Path.of(arguments[1]) : null;
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Map<String, Object> asked = readLine(line);
      String order = String.valueOf(asked.get("cmd"));
      if (order.equals("bye")) return;
      Map<String, Object> reply = order.equals("reset") ? Map.of("ok", true) : receiver.hello();
      if (order.equals("run")) {
        Register register = kept == null ? new Register() : Register.load(kept);
        reply = receiver.run(asked, register);
        if (kept != null) register.store(kept); // before it is told
        reply.put("seq", asked.get("seq"));
      }
      out.println(canonical(reply));
    }
  }
}
