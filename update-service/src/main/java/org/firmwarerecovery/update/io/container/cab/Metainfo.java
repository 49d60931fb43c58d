package org.firmwarerecovery.update.io.container.cab;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.firmwarerecovery.update.io.container.Fields;
import org.firmwarerecovery.update.io.container.RefusedException;

/**
 * What a metainfo.xml (AppStream, component of type firmware) says: for which devices, in which versions, newest first as
 * AppStream has it.
 */
final class Metainfo {
    /** Deepest nesting of elements. */
    static final int DEPTH_MAX = 16;
    /** Most devices and most releases that are kept. */
    static final int ENTRIES_MAX = 64;
    /** Longest text of one entry. */
    static final int TEXT_CHARS_MAX = 256;

    private final List<String> provides = new ArrayList<>();
    private final List<String> versions = new ArrayList<>();

    private Metainfo() {}

    static Metainfo read(byte[] xml) throws RefusedException {
        Metainfo metainfo = new Metainfo();
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(xml));
            try {
                metainfo.read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException e) {
            // The JDK's reader answers some malformed documents with unchecked exceptions.
            throw new RefusedException("metainfo.xml can not be read: " + firstLine(e));
        }
        return metainfo;
    }

    /** The JDK's own reader without document types, entities and anything outside the document. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("entities are not resolved");
        });
        return factory;
    }

    private void read(XMLStreamReader reader) throws XMLStreamException, RefusedException {
        Deque<String> path = new ArrayDeque<>();
        StringBuilder text = new StringBuilder();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (path.size() == DEPTH_MAX) {
                        throw new RefusedException("metainfo.xml is nested deeper than " + DEPTH_MAX + " elements");
                    }
                    path.addLast(reader.getLocalName());
                    text.setLength(0);
                    if (String.join("/", path).equals("component/releases/release")) {
                        keep(versions, String.valueOf(reader.getAttributeValue(null, "version")));
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (text.length() <= TEXT_CHARS_MAX) {
                        text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (String.join("/", path).equals("component/provides/firmware")) {
                        keep(provides, text.toString().strip());
                    }
                    path.removeLast();
                    text.setLength(0);
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new RefusedException("metainfo.xml has a document type or an entity");
                default -> {
                    // Comments, processing instructions and white space say nothing here.
                }
            }
        }
    }

    private static void keep(List<String> entries, String text) {
        if (entries.size() < ENTRIES_MAX) {
            String cut = text.length() > TEXT_CHARS_MAX ? text.substring(0, TEXT_CHARS_MAX) : text;
            entries.add(Fields.printable(cut));
        }
    }

    private static String firstLine(Exception failure) {
        String text = Fields.printable(
                String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
        return text.length() > TEXT_CHARS_MAX ? text.substring(0, TEXT_CHARS_MAX) : text;
    }

    /** Versions of its releases. */
    List<String> versions() {
        return List.copyOf(versions);
    }

    /** Adds the first device and the newest version, and all devices where there are several. */
    void show(Map<String, Object> parse) {
        if (!provides.isEmpty()) {
            parse.putIfAbsent("provides", provides.get(0));
        }
        if (provides.size() > 1) {
            parse.putIfAbsent("providesAll", List.copyOf(provides));
        }
        if (!versions.isEmpty()) {
            parse.putIfAbsent("version", versions.get(0));
        }
    }
}
