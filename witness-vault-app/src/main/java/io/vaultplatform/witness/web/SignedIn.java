package io.vaultplatform.witness.web;

import io.vaultplatform.core.accounts.TokenId;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Refusal;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Who is signed in, for resources. Set by {@link Authentication} and by nobody else. */
@RequestScoped
public class SignedIn {
  private Optional<AccountId> account = Optional.empty();
  private Optional<TokenId> token = Optional.empty();

  void become(AccountId who, TokenId by) {
    account = Optional.of(who);
    token = Optional.of(by);
  }

  /** Whether anybody was recognised. */
  boolean isSomebody() {
    return token.isPresent();
  }

  /** The account; refused as not signed in where nobody is. */
  public AccountId account() {
    return account.orElseThrow(SignedIn::nobody);
  }

  /** The access token that this request came with. */
  public TokenId token() {
    return token.orElseThrow(SignedIn::nobody);
  }

  static RefusedException nobody() {
    return new RefusedException(
        Refusal.of(
            Refusal.Reason.UNAUTHENTICATED,
            "Sign in: this needs a valid access token in the Authorization header."));
  }
}
