package io.vaultplatform.core.notify;

import java.time.Instant;
import java.util.Objects;

/** What became of a letter: the evidence, as it is recorded. */
public sealed interface Delivery {

  /** The letter's id. */
  OutgoingId id();

  /** What it was about. */
  About about();

  /** When this was recorded. */
  Instant at();

  /**
   * A channel took responsibility for it (for mail: the server answered the message with 2xx). That
   * it was read is nobody's claim.
   *
   * @param answer the channel's own words, at most 200 characters, without addresses
   */
  record Accepted(OutgoingId id, About about, Instant at, String channel, String answer)
      implements Delivery {
    public Accepted {
      check(id, about, at);
    }
  }

  /** One destination failed for good; the next one follows. */
  record Failed(OutgoingId id, About about, Instant at, String channel, String why)
      implements Delivery {
    public Failed {
      check(id, about, at);
    }
  }

  /** Every destination failed for good: a dead letter. */
  record GivenUp(OutgoingId id, About about, Instant at, String channel, String why)
      implements Delivery {
    public GivenUp {
      check(id, about, at);
    }
  }

  /** Its reason no longer held when its turn came, so it was not sent. */
  record Dropped(OutgoingId id, About about, Instant at, String why) implements Delivery {
    public Dropped {
      check(id, about, at);
    }
  }

  private static void check(OutgoingId id, About about, Instant at) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(about, "about");
    Objects.requireNonNull(at, "at");
  }
}
