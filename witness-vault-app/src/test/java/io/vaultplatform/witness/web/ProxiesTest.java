package io.vaultplatform.witness.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProxiesTest {
  private final Proxies proxies = Proxies.of(List.of("10.0.0.0/8", "::1"));

  @Test
  void without_a_proxy_of_ours_the_header_counts_for_nothing() {
    assertThat(proxies.client("203.0.113.9", List.of("198.51.100.1"))).isEqualTo("203.0.113.9");
    assertThat(Proxies.of(List.of()).client("10.0.0.1", List.of("198.51.100.1")))
        .isEqualTo("10.0.0.1");
  }

  @Test
  void what_our_proxy_wrote_is_believed_and_what_its_client_wrote_is_not() {
    assertThat(proxies.client("10.0.0.1", List.of("1.1.1.1, 203.0.113.9")))
        .isEqualTo("203.0.113.9");
    assertThat(proxies.client("::1", List.of("203.0.113.9, 10.2.3.4"))).isEqualTo("203.0.113.9");
  }

  @Test
  void a_proxy_that_adds_a_line_of_its_own_is_believed_before_the_line_its_client_sent() {
    assertThat(proxies.client("10.0.0.1", List.of("1.1.1.1", "203.0.113.9")))
        .isEqualTo("203.0.113.9");
    assertThat(proxies.client("10.0.0.1", List.of("1.1.1.1, 10.9.9.9", "203.0.113.9", "10.0.0.2")))
        .isEqualTo("203.0.113.9");
  }

  @Test
  void nobody_becomes_the_proxy_by_writing_much_before_its_entry() {
    assertThat(proxies.client("10.0.0.1", List.of("1.1.1.1,".repeat(5000), "203.0.113.9")))
        .isEqualTo("203.0.113.9");
    assertThat(proxies.client("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
  }

  @Test
  void a_malformed_entry_ends_the_believing() {
    assertThat(proxies.client("10.0.0.1", List.of("evil.example, 10.0.0.2"))).isEqualTo("10.0.0.2");
    assertThat(proxies.client("10.0.0.1", List.of(""))).isEqualTo("10.0.0.1");
    assertThat(proxies.client("10.0.0.1", List.of("1,".repeat(5000)))).isEqualTo("10.0.0.1");
  }

  @Test
  void a_network_that_is_none_stops_the_start() {
    for (var wrong :
        List.of("proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "999.1.1.1", "10.0.0.0/")) {
      assertThatThrownBy(() -> Proxies.of(List.of(wrong)))
          .as(wrong)
          .hasMessageContaining("vault.web.proxies");
    }
  }
}
