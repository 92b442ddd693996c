/** That a ticket belongs together with something else. */
export interface LegacyLink {
  readonly table: string;
  /** Of its row, or of the ticket where rows of links have no id. */
  readonly id: number;
  readonly ticketId: number;
  /** What it is linked with, by the last word of the name of its model: `Ticket`, `Contact`, `Company`, `Task`, … */
  readonly kind: string;
  readonly otherId: number;
  readonly description: string;
  /** Seconds since 1970; 0 for unknown. */
  readonly createdAt: number;
}

/** The links of tickets. */
export interface LegacyLinks {
  /**
   * Links of these tickets, each once, whichever side has a row of it. One between two tickets is that of the later one:
   * by then the other is here.
   */
  of(ticketIds: readonly number[]): Promise<LegacyLink[]>;
}
