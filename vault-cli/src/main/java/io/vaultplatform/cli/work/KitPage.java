package io.vaultplatform.cli.work;

import io.nayuki.qrcodegen.QrCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/**
 * A recovery kit as one page to print: the text of {@link Kit}, and a QR code of it. Standard fonts
 * alone, so nothing is embedded and nothing is loaded; every letter of the code has one width.
 */
public final class KitPage {
  private static final float MARGIN = 50;
  private static final float SIZE = 9.5f;
  private static final float LINE = 12.5f;
  private static final float WIDTH_OF_A_LETTER = 0.6f; // of Courier, in sizes
  private static final float QR = 150;

  private KitPage() {}

  /** The page as PDF. The caller wipes it. */
  public static byte[] pdf(Kit kit) {
    var lines = kit.text().lines().toList();
    try (var document = new PDDocument();
        var bytes = new ByteArrayOutputStream()) {
      // A4 is higher and letter is wider: what fits into both is printed whole by both.
      var page =
          new PDPage(new PDRectangle(PDRectangle.A4.getWidth(), PDRectangle.LETTER.getHeight()));
      document.addPage(page);
      float top = page.getMediaBox().getHeight() - MARGIN;
      try (var content = new PDPageContentStream(document, page)) {
        content.setFont(new PDType1Font(Standard14Fonts.FontName.COURIER), size(page, lines));
        write(content, lines, top);
        draw(content, QrCode.encodeText(kit.compact(), QrCode.Ecc.MEDIUM), MARGIN);
      }
      document.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a page in memory cannot be written", e);
    }
  }

  // A printer cuts off what is too wide, and the command at its end is what one needs: a long name
  // or address makes all of it smaller.
  private static float size(PDPage page, List<String> lines) {
    int longest = lines.stream().mapToInt(String::length).max().orElse(1);
    float room = page.getMediaBox().getWidth() - 2 * MARGIN;
    return Math.min(SIZE, room / (WIDTH_OF_A_LETTER * longest));
  }

  private static void write(PDPageContentStream content, List<String> lines, float top)
      throws IOException {
    content.beginText();
    content.setLeading(LINE);
    content.newLineAtOffset(MARGIN, top);
    for (var line : lines) {
      content.showText(line);
      content.newLine();
    }
    content.endText();
  }

  private static void draw(PDPageContentStream content, QrCode code, float at) throws IOException {
    float module = QR / code.size;
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          content.addRect(at + x * module, at + (code.size - 1 - y) * module, module, module);
        }
      }
    }
    content.fill();
  }
}
