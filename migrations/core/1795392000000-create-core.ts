import type { Schema } from '../../core/database/migration';

/** People, access, modules, files and the change log. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable('core_account', [column.givenId(), column.text('epoch', 16), column.bigCount('seq')]);
  await schema.createTable(
    'core_change',
    [
      { ...column.bigCount('seq'), isPrimary: true },
      column.text('type', 60),
      column.int('objectId'),
      column.text('operation', 1),
      column.longText('audienceBefore'),
      column.longText('audienceAfter'),
    ],
    [{ on: ['type', 'seq'] }],
  );
  await schema.createTable('core_change_audience', [
    column.textKey('type', 60),
    column.textKey('audience', 100),
    { ...column.bigCount('seq'), isPrimary: true },
  ]);
  await schema.createTable('core_audience_state', [
    column.textKey('type', 60),
    column.textKey('audience', 100),
    column.bigCount('seq'),
  ]);
  await schema.createTable(
    'core_access_change',
    [{ ...column.bigCount('seq'), isPrimary: true }, column.int('userId'), column.int('aclId'), column.int('wasLevel')],
    [{ on: ['userId', 'seq'] }],
  );
  await schema.createTable('core_sync_floor', [column.givenId('userId'), column.bigCount('seq')]);
  await schema.createTable(
    'core_principal',
    [column.id(), column.text('type', 20), column.text('name'), column.optionalText('email', 254)],
    [{ on: ['email'], unique: true }, { on: ['name'] }],
  );
  await schema.createTable(
    'core_user',
    [
      column.givenId(),
      column.text('username'),
      column.optionalText('passwordHash', 255),
      column.bool('isActive'),
      column.text('locale', 20),
    ],
    [{ on: ['username'], unique: true }],
  );
  await schema.createTable(
    'core_group',
    [column.givenId(), column.optionalInt('personalUserId'), column.optionalText('builtIn', 20)],
    [{ on: ['personalUserId'], unique: true }],
  );
  await schema.createTable(
    'core_group_member',
    [column.givenId('groupId'), column.givenId('userId')],
    [{ on: ['userId'] }],
  );
  await schema.createTable('core_permission', [column.textKey('permission'), column.givenId('groupId')]);
  await schema.createTable(
    'core_credential',
    [
      column.id(),
      column.int('userId'),
      column.text('kind', 20),
      column.text('hash', 64),
      column.optionalText('label'),
      column.instant('createdAt'),
      column.optionalInstant('lastUsedAt'),
      column.optionalInstant('expiresAt'),
    ],
    [{ on: ['hash'], unique: true }, { on: ['userId'] }],
  );
  await schema.createTable('core_acl', [column.id(), column.optionalText('requiredPermission')]);
  await schema.createTable(
    'core_acl_group',
    [column.givenId('aclId'), column.givenId('groupId'), column.int('level')],
    [{ on: ['groupId', 'aclId'] }],
  );
  await schema.createTable('core_module', [
    column.textKey('id', 40),
    column.text('state', 20),
    column.text('version', 40),
  ]);
  await schema.createTable(
    'core_upload',
    [
      column.id(),
      column.text('blobId', 70),
      column.int('userId'),
      column.int('size'),
      column.text('type'),
      column.instant('createdAt'),
    ],
    [{ on: ['blobId', 'userId'], unique: true }],
  );
}
