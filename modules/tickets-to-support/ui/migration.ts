import type { Entity } from 'extjs-types';
import type { Tone } from '../../../core/ui/api';
import type { Summary } from '../report/summary';
import type { Asked } from '../runs/asked';
import type { Kind, State, Wish } from '../runs/ticket-migration.entity';

/** One run; see runs/ticket-migration.type. */
export interface TicketMigration extends Entity {
  kind: Kind;
  name: string;
  options: Omit<Asked, 'standInId'> & { standInId: number | null };
  state: State;
  wish: Wish | null;
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
