import { Database, inject, injectable, Random } from '../../core/api';
import { TicketSequence } from './ticket.entity';

const ROW_ID = 1;
const LEAST_VERIFIER = 10_000_000;
const VERIFIERS = 90_000_000;
/** The largest multiple of {@link VERIFIERS} that four bytes hold: what lies above would favour some. */
const FAIR = Math.floor(2 ** 32 / VERIFIERS) * VERIFIERS;

/** What tells a ticket apart to people: its number, and the secret by which strangers show that they know it. */
@injectable()
export class TicketNumbers {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Random) private readonly random: Random,
  ) {}

  /**
   * Draws the number of a ticket: its year, and what was drawn last and one, which no new year begins again. Within the
   * transaction at hand, whose end releases the row: no number is drawn twice, and one that is not used comes again.
   */
  async draw(createdAt: Date): Promise<string> {
    const { manager } = this.database.unit;
    const counted = await manager.increment(TicketSequence, { id: ROW_ID }, 'last', 1);
    if (counted.affected === 0) await manager.insert(TicketSequence, { id: ROW_ID, last: 1 });
    const { last } = await manager.findOneByOrFail(TicketSequence, { id: ROW_ID });
    return `${String(createdAt.getUTCFullYear())}${String(last).padStart(5, '0')}`;
  }

  /** Eight digits, each as likely as any other. */
  verifier(): number {
    for (;;) {
      const drawn = this.random.bytes(4).readUInt32BE();
      if (drawn < FAIR) return LEAST_VERIFIER + (drawn % VERIFIERS);
    }
  }
}
