package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.orders.spi.OrderedWork;
import io.vaultplatform.core.store.LocalWork;

/** The order about people, on the test's transactions. */
public final class TestPeopleOrders {
  private TestPeopleOrders() {}

  public static OrderedWork shredding(LocalWork work, TestAudit audit) {
    return new SubjectShredding(work.engine(), work.sql(), audit.keys(), audit.log());
  }
}
