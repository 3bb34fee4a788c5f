package io.vaultplatform.witness.web;

import jakarta.ws.rs.ClientErrorException;
import java.io.Serial;

/** A range that asks for no byte of a file (RFC 9110, 416); the answer tells the file's size. */
public final class OutsideOfFile extends ClientErrorException {
  @Serial private static final long serialVersionUID = 1;
  private final long size;

  public OutsideOfFile(long size) {
    super(416);
    this.size = size;
  }

  long size() {
    return size;
  }
}
