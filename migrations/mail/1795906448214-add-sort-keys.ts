import type { Schema } from '../../core/api';

/** What the names of mail accounts are sorted by. */
export async function up(schema: Schema): Promise<void> {
  await schema.addSortKey('mail_account', 'name');
}
