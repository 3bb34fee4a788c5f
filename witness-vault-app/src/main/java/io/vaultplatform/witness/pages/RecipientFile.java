package io.vaultplatform.witness.pages;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.Ciphertext;
import io.vaultplatform.core.release.Releases;
import io.vaultplatform.core.release.Releases.Release;
import io.vaultplatform.witness.pages.ReleaseFiles.Offered;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Saves one file of a release, by the session that the recipient's page put into its forms. */
@WebServlet("/l/recipient-file")
public class RecipientFile extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Inject private transient Releases releases;
  @Inject private transient Page page;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (Form.posted(request, "session", "file")) {
      case Outcome.Done<Form>(var form) -> found(form.text("session"), form.text("file"), response);
      case Outcome.Refused<Form>(var refusal) -> page.notTheForm(response, refusal);
    }
  }

  private void found(String session, String key, HttpServletResponse response) throws IOException {
    switch (releases.again(session)) {
      case Outcome.Refused<List<Release>> refused -> page.notValid(response);
      case Outcome.Done<List<Release>>(var found) -> {
        var file = ReleaseFiles.find(found, key);
        if (file.isEmpty()) {
          page.notValid(response);
        } else {
          send(session, file.get(), response);
        }
      }
    }
  }

  private void send(String session, Offered file, HttpServletResponse response) throws IOException {
    switch (file) {
      case Offered.Whole whole -> {
        attach(response, whole);
        whole.content().writeTo(response.getOutputStream());
      }
      case Offered.Document document -> {
        switch (releases.content(session, document.document())) {
          case Outcome.Refused<Ciphertext> refused -> page.notValid(response);
          case Outcome.Done<Ciphertext>(var ciphertext) -> {
            attach(response, document);
            ciphertext.writeTo(response.getOutputStream(), 0, ciphertext.size());
          }
        }
      }
    }
  }

  private static void attach(HttpServletResponse response, Offered file) {
    Page.harden(response);
    response.setContentType(
        file.name().endsWith(".json") ? "application/json" : "application/octet-stream");
    // Our own names only: titles are content, and stay inside the encrypted metadata.
    response.setHeader("Content-Disposition", "attachment; filename=\"" + file.name() + "\"");
    response.setContentLengthLong(file.size());
  }
}
