package io.vaultplatform.witness.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestsAtOnceTest {

  @Test
  void one_address_leaves_room_for_others_and_who_leaves_makes_room() {
    var room = new RequestsAtOnce(3, 2);
    assertThat(room.enter("ann")).isTrue();
    assertThat(room.enter("ann")).isTrue();
    assertThat(room.enter("ann")).isFalse();
    assertThat(room.enter("bob")).isTrue();
    assertThat(room.enter("eve")).isFalse();
    room.leave("ann");
    assertThat(room.enter("eve")).isTrue();
    room.leave("eve");
    assertThat(room.enter("ann")).isTrue();
    assertThat(room.enter("ann")).isFalse();
  }
}
