import type { Schema } from '../../core/api';

/** Comments and their attachments. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'comments_comment',
    [
      column.id(),
      column.text('entityType', 60),
      column.int('entityId'),
      column.optionalInt('authorId'),
      column.text('authorName'),
      column.text('authorRole', 20),
      column.instant('createdAt'),
      { ...column.bool('isPrivate'), default: '1' },
      column.longText('text'),
      column.optionalLongText('html'),
      column.optionalLongText('quotedText'),
      column.optionalLongText('quotedHtml'),
      column.text('source', 20),
      column.bool('senderIsVerified'),
    ],
    [{ on: ['entityType', 'entityId'] }],
  );
  await schema.createTable(
    'comments_attachment',
    [
      column.id(),
      column.int('commentId'),
      column.text('blobId', 70),
      column.text('name', 255),
      column.text('type'),
      column.int('size'),
      column.optionalText('cid', 255),
      column.bool('isInline'),
    ],
    [{ on: ['commentId'] }, { on: ['blobId'] }],
  );
}
