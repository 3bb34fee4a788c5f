package io.vaultplatform.counter.keys.internal;

import jakarta.persistence.Entity;

/** A row for everybody. */
@Entity
public class ShownRow {}
