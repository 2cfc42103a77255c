import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who judges records for the sample receiver: a validator, which is another program.
 *
 * <p>It is begun once, and asked one record a line in the protocol of part 8 (CNF-3-3, CNF-3-4).
 * Any product that answers `validate` there will do. One that ends, or says nothing that can be
 * read, ends the receiver too: a record that nobody has judged is never accepted.
 */
final class Records {
  static final String RECORD = "application/vnd.aeo-exchange.record+json;version=1.0";
  // A limit of a lone record, which does not hold for one in a line (XCH-8-15).
  static final String TOO_LONG = "AEO-HOS-03";

  private final PrintStream questions;
  private final BufferedReader answers;
  private long asked;

  /** Begins a validator by its command; it ends when this program does. */
  Records(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    tell(Map.of("v", BigInteger.ONE, "cmd", "hello"));
  }

  /** The codes of the errors that a record has at an instant; none where it may be accepted. */
  Set<String> errors(Map<String, Object> record, String at) {
    Map<String, Object> question = new TreeMap<>();
    byte[] content = Receiver.canonical(record).getBytes(StandardCharsets.UTF_8);
    String coded = Base64.getEncoder().encodeToString(content);
    question.put("v", BigInteger.ONE);
    question.put("cmd", "run");
    question.put("seq", BigInteger.valueOf(++asked));
    question.put("operation", "validate");
    question.put("role", "validator");
    question.put("at", at);
    question.put("inputs", Map.of("document", Map.of("media", RECORD, "content", coded)));
    question.put("options", Map.of());
    question.put("deadlineMs", BigInteger.valueOf(60_000));
    Map<String, Object> answer = tell(question);
    if (answer.get("verdict") == null || !question.get("seq").equals(answer.get("seq")))
      throw new IllegalStateException("the validator did not judge a record: " + answer);
    Set<String> codes = new TreeSet<>();
    for (Object one : Verifier.list(answer.get("findings"))) {
      Map<String, Object> finding = Verifier.object(one);
      Object severity = finding.getOrDefault("severity", "error");
      Object code = finding.getOrDefault("code", "");
      if (severity.equals("error") && !code.equals(TOO_LONG)) codes.add((String) code);
    }
    return codes;
  }

  private Map<String, Object> tell(Map<String, Object> question) {
    questions.println(Receiver.canonical(question));
    try {
      String line = answers.readLine();
      if (line == null) throw new IllegalStateException("the validator has ended");
      return Receiver.readLine(line);
    } catch (IOException | Verifier.Unreadable cause) {
      throw new IllegalStateException("the validator said nothing that can be read", cause);
    }
  }
}
