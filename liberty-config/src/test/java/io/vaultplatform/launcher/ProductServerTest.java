package io.vaultplatform.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProductServerTest {
  @Test
  void the_reason_of_a_refusal_is_what_the_application_said_without_its_stack() {
    assertThat(
            ProductServer.reason(
                """
                {"message":"SRVE0283E: Exception caught while initializing context: org.jboss.weld.\
                exceptions.WeldException: WELD-000049\\n\\tat x\\nCaused by: java.lang.IllegalStateException: \
                the key store \\/run\\/keystore.p12 lacks the key 'gate'; restore it\\n\\tat io.vault(X.java:1)"}
                {"message":"CWWKZ0002E: An exception occurred while starting the application"}
                """))
        .contains("the key store /run/keystore.p12 lacks the key 'gate'; restore it");
  }

  @Test
  void a_failure_that_is_none_of_our_sentences_is_left_to_the_log() {
    assertThat(
            ProductServer.reason(
                """
                {"message":"SRVE0283E: Exception caught: java.lang.NullPointerException\\n\\tat x"}
                {"message":"CWWKX0001E: java.lang.IllegalStateException: of somebody else"}
                """))
        .isEmpty();
  }
}
