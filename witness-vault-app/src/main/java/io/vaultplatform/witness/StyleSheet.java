package io.vaultplatform.witness;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The one file that pages need, {@code /style.css}. The server itself serves no files at all: among
 * those it would serve is a page of its own with scripts, beside the API's description.
 */
@WebServlet("/style.css")
public class StyleSheet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (var file = getServletContext().getResourceAsStream("/style.css")) {
      if (file == null) {
        throw new IllegalStateException("style.css is not packaged");
      }
      response.setContentType("text/css");
      response.setCharacterEncoding("UTF-8");
      file.transferTo(response.getOutputStream());
    }
  }
}
