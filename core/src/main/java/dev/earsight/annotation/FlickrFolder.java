package dev.earsight.annotation;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Flickr-SoundNet (Senocak et al., CVPR 2018): a folder of {@code ID.xml}, one per picture. Below the root stand objects, in
 * them elements {@code bbox} whose first child is something else and whose next four are left, top, right and lower edge in a
 * picture of 256 pixels. The three annotators' boxes are counted together ({@link Overlap#CONSENSUS}). Documents with a type
 * declaration are refused: an annotation needs none, and it could draw in other files.
 */
final class FlickrFolder {
    private static final int PUBLISHED_SIDE = 256;

    private FlickrFolder() {}

    static Annotations read(Path folder) {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EarsightException(
                    folder + " cannot be listed; give the folder of Flickr-SoundNet's XML files.", e);
        }
        List<AnnotatedItem> items = new ArrayList<>();
        for (Path file : files) {
            String name = Names.stem(file.toString());
            items.add(new AnnotatedItem(name, name, "", name, boxes(file), Overlap.CONSENSUS, false));
        }
        return Annotations.of(folder, items, List.of());
    }

    private static List<PixelBox> boxes(Path file) {
        List<PixelBox> boxes = new ArrayList<>();
        for (Element object : children(root(file))) {
            for (Element child : children(object)) {
                if (child.getTagName().equals("bbox")) {
                    boxes.add(box(file, child));
                }
            }
        }
        if (boxes.isEmpty()) {
            throw new EarsightException(
                    file + " holds no 'bbox'; give Flickr-SoundNet's own annotation, or remove the file.");
        }
        return boxes;
    }

    private static PixelBox box(Path file, Element element) {
        List<Element> parts = children(element);
        if (parts.size() < 5) {
            throw new EarsightException(file + " has a 'bbox' of " + parts.size()
                    + " parts instead of five; download the annotations again.");
        }
        int[] edges = new int[4];
        for (int i = 0; i < 4; i++) {
            String text = parts.get(i + 1).getTextContent().strip();
            try {
                edges[i] = Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new EarsightException(
                        file + " has a 'bbox' with '" + text + "' for a number; download the annotations again.", e);
            }
        }
        return PixelBox.ofPixels(edges[0], edges[1], edges[2], edges[3], PUBLISHED_SIDE);
    }

    private static Element root(Path file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            // The default one prints to standard error.
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(file.toFile()).getDocumentElement();
        } catch (IOException | SAXException e) {
            throw new EarsightException(
                    file + " is not a plain XML annotation (" + e.getMessage() + "); download the annotations again.",
                    e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("This Java has no safe XML parser", e);
        }
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
