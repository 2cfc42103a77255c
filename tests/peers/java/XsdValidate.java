import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/**
 * Judges XML documents by an XSD with Xerces, or the copy of it inside the JDK.
 *
 * <p>Usage: java XsdValidate.java SCHEMA, with a list of files on standard input, one a line;
 * prints one line for each file: valid or invalid, a tab, the file.
 */
public final class XsdValidate {
  private static final String XERCES = "org.apache.xerces.jaxp.validation.XMLSchemaFactory";

  private XsdValidate() {}

  /** Reads the names of documents and prints what the engine says of each. */
  public static void main(String[] arguments) throws IOException, SAXException {
    Schema schema = factory().newSchema(new File(arguments[0]));
    BufferedReader names =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String name = names.readLine(); name != null; name = names.readLine()) {
      System.out.println(verdict(schema, new File(name)) + "\t" + name);
    }
  }

  private static SchemaFactory factory() {
    try {
      return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI, XERCES, null);
    } catch (IllegalArgumentException absent) {
      return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    }
  }

  private static String verdict(Schema schema, File document) throws IOException {
    try {
      schema.newValidator().validate(new StreamSource(document));
      return "valid";
    } catch (SAXException refusal) {
      return "invalid";
    }
  }
}
