package io.vaultplatform.counter.triggers;

import jakarta.enterprise.context.ApplicationScoped;

/** A decision as a bean. */
@ApplicationScoped
class KnowsTheContainer {}
