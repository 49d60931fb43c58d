package org.firmwarerecovery.redfish.testing;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.firmwarerecovery.redfish.json.SchemaFiles;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** One of our CSDL files as a tree; reading it proves that it is well-formed. */
public final class Csdl {
    private final Document document;

    private Csdl(Document document) {
        this.document = document;
    }

    /** The file of one OEM type. */
    public static Csdl of(String oemType) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return new Csdl(
                    factory.newDocumentBuilder().parse(new InputSource(new StringReader(SchemaFiles.csdl(oemType)))));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException(oemType, e);
        }
    }

    /** Namespaces of its schemas, in order. */
    public List<String> namespaces() {
        return elements("Schema").stream()
                .map(schema -> schema.getAttribute("Namespace"))
                .toList();
    }

    /** All elements with one of these names. */
    public List<Element> elements(String... names) {
        List<Element> found = new ArrayList<>();
        for (String name : names) {
            var list = document.getElementsByTagName(name);
            for (int i = 0; i < list.getLength(); i++) {
                found.add((Element) list.item(i));
            }
        }
        return found;
    }

    /** Children with one of these names. */
    public static List<Element> children(Element parent, String... names) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && List.of(names).contains(element.getTagName())) {
                found.add(element);
            }
        }
        return found;
    }

    /** Terms of the annotations of an element. */
    public static List<String> annotations(Element element) {
        return children(element, "Annotation").stream()
                .map(annotation -> annotation.getAttribute("Term"))
                .toList();
    }
}
