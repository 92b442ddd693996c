import type { Schema } from '../../core/database/migration';

/** Owners of ACLs, what new objects are shared with, and what people are told when rights change. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.addColumn('core_acl', column.optionalInt('ownerGroupId'));
  await schema.createTable('core_default_grant', [
    column.textKey('type', 60),
    column.givenId('groupId'),
    column.int('level'),
  ]);
  await schema.createTable(
    'core_share_notification',
    [
      column.id(),
      column.int('principalId'),
      column.instant('created'),
      column.optionalInt('changedById'),
      column.text('changedByName'),
      column.text('objectType', 60),
      column.int('objectId'),
      column.int('oldLevel'),
      column.int('newLevel'),
      column.text('name'),
    ],
    [{ on: ['principalId', 'created'] }, { on: ['created'] }],
  );
}
