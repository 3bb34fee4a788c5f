package io.vaultplatform.witness.api;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.keys.KeyDirectory;
import io.vaultplatform.witness.web.RefusedException;
import io.vaultplatform.witness.web.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Map;

/**
 * What the log of a vault and the log of an account have in common: a page, a receipt, an export.
 */
@RequestScoped
class LogAnswers {
  /** The first and the last line of an export, shortened. */
  static final String EXPORT =
      "{\"checkpoint\":{…},\"format\":\"vault/audit-export/v1\"}\n{\"end\":{…}}\n";

  @Inject private AuditLog log;
  @Inject private KeyDirectory directory;
  @Inject private SignedIn signedIn;

  LogItem.Page list(Chain chain, LogFilter filter) {
    requireVisible(chain);
    var page = log.list(chain, filter.query(), filter.after(), filter.limit());
    return new LogItem.Page(
        page.entries().stream().map(LogItem::of).toList(),
        page.next().stream().mapToObj(Long::toString).findFirst());
  }

  Map<String, Object> receipt(Chain chain, long sequence) {
    return log.receipt(chain, sequence).orElseThrow(LogAnswers::unknown).toTree();
  }

  Response export(Chain chain) {
    requireVisible(chain);
    var account = signedIn.account();
    var keys = directory.find(account).orElseThrow(LogAnswers::unknown).keys();
    // Written on this thread, as this principal, after the method returned.
    StreamingOutput lines =
        out -> log.export(chain, Actor.user(account), keys.recipient().strongest(), out);
    return Response.ok(lines, "application/jsonl")
        .header("Content-Disposition", "attachment; filename=\"log-" + chain.id() + ".jsonl\"")
        .build();
  }

  // A vault has an entry from its first moment; without one it is unknown, or another's: one answer
  // for both.
  private void requireVisible(Chain chain) {
    if (log.head(chain).sequence() == 0) {
      throw unknown();
    }
  }

  private static RefusedException unknown() {
    return new RefusedException(
        Refusal.of(Refusal.Reason.NOT_FOUND, "There is no such log, or no such entry in it."));
  }
}
