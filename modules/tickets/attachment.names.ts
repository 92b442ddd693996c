import { inject, injectable, type Row, SearchText } from '../../core/api';
import { LegacyAttachments } from './attachments.service';

/** Messages are found by the names of their files. */
@injectable()
export class LegacyFileNames extends SearchText {
  constructor(@inject(LegacyAttachments) private readonly attachments: LegacyAttachments) {
    super();
  }

  async of(type: string, rows: readonly Row[]): Promise<ReadonlyMap<number, readonly string[]>> {
    const names = new Map<number, string[]>();
    if (type !== 'LegacyTicketMessage') return names;
    for (const { messageId, name } of await this.attachments.find(rows.map(({ id }) => id)))
      names.set(messageId, [...(names.get(messageId) ?? []), name]);
    return names;
  }

  /** They are given with the message and stay. */
  changes(): boolean {
    return false;
  }
}
