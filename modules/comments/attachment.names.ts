import { inject, injectable } from 'inversify';
import { type Row, SearchText } from '../../core/api';
import { Attachments } from './attachments.service';

/** Comments are found by the names of their files. */
@injectable()
export class AttachmentNames extends SearchText {
  constructor(@inject(Attachments) private readonly attachments: Attachments) {
    super();
  }

  async of(type: string, rows: readonly Row[]): Promise<ReadonlyMap<number, readonly string[]>> {
    if (type !== 'Comment') return new Map();
    const files = await this.attachments.find(rows.map((row) => row.id));
    const names = new Map<number, string[]>();
    for (const { commentId, name, isInline } of files) {
      if (!isInline) names.set(commentId, [...(names.get(commentId) ?? []), name]);
    }
    return names;
  }

  /** They are given with the comment and stay. */
  changes(): boolean {
    return false;
  }
}
