import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Verifies XML signatures with the JDK, by the key of a certificate that is given beforehand.
 *
 * <p>Usage: java XmlSignatureVerify.java CERTIFICATE, with a list of files on standard input, one
 * a line; prints one line for each file: valid or invalid, the number of references that hold, the
 * file, with tabs between.
 */
public final class XmlSignatureVerify {
  private static final String SECURE = "org.jcp.xml.dsig.secureValidation";

  private XmlSignatureVerify() {}

  /** Reads the names of documents and prints what the JDK says of each. */
  public static void main(String[] arguments) throws GeneralSecurityException, IOException {
    PublicKey key;
    try (var stream = Files.newInputStream(Path.of(arguments[0]))) {
      key = CertificateFactory.getInstance("X.509").generateCertificate(stream).getPublicKey();
    }
    BufferedReader names =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String name = names.readLine(); name != null; name = names.readLine()) {
      System.out.println(verdict(key, Files.readAllBytes(Path.of(name))) + "\t" + name);
    }
  }

  private static String verdict(PublicKey key, byte[] content) throws IOException {
    try {
      Document document = parse(content);
      Element element =
          (Element) document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
      DOMValidateContext context = new DOMValidateContext(key, element);
      context.setProperty(SECURE, Boolean.TRUE);
      NodeList all = document.getElementsByTagNameNS("*", "*");
      for (int i = 0; i < all.getLength(); i++) {
        if (((Element) all.item(i)).hasAttributeNS(null, "Id")) {
          context.setIdAttributeNS((Element) all.item(i), null, "Id");
        }
      }
      XMLSignature signature =
          XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
      boolean valid = signature.validate(context);
      int held = 0;
      for (Reference reference : signature.getSignedInfo().getReferences()) {
        held += reference.validate(context) ? 1 : 0;
      }
      return (valid ? "valid" : "invalid") + "\t" + held;
    } catch (SAXException
        | ParserConfigurationException
        | MarshalException
        | XMLSignatureException refusal) {
      return "invalid\t0";
    }
  }

  private static Document parse(byte[] content)
      throws ParserConfigurationException, SAXException, IOException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(content));
  }
}
