import { inject, injectable, type Row, SearchText } from '../../../core/api';
import { LegacyNumbers } from './legacy-numbers.service';

/** Tickets are found by the number that they had in an older system. */
@injectable()
export class LegacyNumberTexts extends SearchText {
  constructor(@inject(LegacyNumbers) private readonly numbers: LegacyNumbers) {
    super();
  }

  async of(type: string, rows: readonly Row[]): Promise<ReadonlyMap<number, readonly string[]>> {
    if (type !== 'Task') return new Map();
    const known = await this.numbers.of(rows.map(({ id }) => id));
    return new Map([...known].flatMap(([id, { number }]) => (number === null ? [] : [[id, [number]] as const])));
  }

  /** It comes with the ticket and stays. */
  changes(): boolean {
    return false;
  }
}
