import type { Schema } from '../../core/api';

/** What people can see and do not want to. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_unsubscribed',
    [column.givenId('aclId'), column.givenId('userId')],
    [{ on: ['userId'] }],
  );
}
