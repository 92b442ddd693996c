import type { Entity } from 'extjs-types';
import type { Tone } from '../../../core/ui/api';

/** What the report of a run says in numbers; see report/summary. */
export interface Summary {
  shape: readonly string[];
  counts: { tickets: number; messages: number; orphans: number };
  /** With tickets read and found here; null for a dry run. */
  types: readonly { id: number; name: string; read: number | null; here: number | null }[];
  tables: readonly { table: string; read: number; here: number; without: number; isAlike: boolean }[];
  /** Worked, there and here; null for a dry run. */
  hours: readonly [read: number, here: number] | null;
  reasons: readonly {
    table: string;
    column: string | null;
    fate: 'changed' | 'split' | 'noPlace' | 'broken' | 'skipped';
    reason: string;
    rows: number;
  }[];
  /** Reasons that are in the report alone. */
  moreReasons: number;
  unexplained: readonly string[];
}

/** One run; see runs/ticket-migration.type. */
export interface TicketMigration extends Entity {
  kind: 'dry-run' | 'migration' | 'undo';
  name: string;
  options: {
    /** Null for the tickets of a module of our own. */
    database: { host: string; schema: string; user: string } | null;
    types: readonly string[];
    createsUsers: boolean;
    /** Principal. */
    standInId: number | null;
    files: string | null;
  };
  state: 'running' | 'paused' | 'done' | 'cancelled' | 'failed' | 'interrupted';
  wish: 'pause' | 'cancel' | null;
  /** Null for the command line. */
  startedById: string | null;
  startedAt: string;
  endedAt: string | null;
  stage: string | null;
  done: number;
  total: number;
  messages: number;
  /** Milliseconds. */
  elapsed: number;
  error: string | null;
  summary: Summary | null;
  htmlBlobId: string | null;
  jsonBlobId: string | null;
  discrepanciesBlobId: string | null;
}

declare module 'extjs-types' {
  interface DataTypes {
    TicketMigration: TicketMigration;
  }
}

/** Colour of a state; `open`: done, but not everything is accounted for. */
export function toneOf({ state, summary }: TicketMigration): Tone {
  if (state === 'done') return summary !== null && summary.unexplained.length > 0 ? 'amber' : 'green';
  return ({ running: 'accent', paused: 'amber', cancelled: 'neutral', failed: 'red', interrupted: 'amber' } as const)[
    state
  ];
}

/** Messages in a second, or tickets where no messages are counted; 0 as long as it is not known. */
export function paceOf({ messages, done, elapsed }: TicketMigration): number {
  return elapsed > 0 ? Math.round(((messages > 0 ? messages : done) * 1000) / elapsed) : 0;
}

/** Seconds until the stage is over, at the pace of until now; null as long as it is not known. */
export function secondsLeft({ done, total, elapsed }: TicketMigration): number | null {
  return done > 0 && elapsed > 0 ? Math.max(0, Math.round(((total - done) * elapsed) / done / 1000)) : null;
}
