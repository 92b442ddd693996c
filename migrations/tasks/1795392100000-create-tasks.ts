import type { Schema } from '../../core/api';

/** Lists and tasks. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'tasks_list',
    [
      column.id(),
      column.text('name'),
      column.text('description', 1000),
      column.text('color', 20),
      column.text('role', 20),
      column.int('sortOrder'),
      column.int('aclId'),
    ],
    [{ on: ['aclId'], unique: true }],
  );
  await schema.createTable(
    'tasks_task',
    [
      column.id(),
      column.text('uid'),
      column.int('taskListId'),
      column.text('title', 255),
      column.longText('description'),
      column.optionalInstant('start'),
      column.optionalInstant('due'),
      column.text('progress', 20),
      column.int('percentComplete'),
      column.int('priority'),
      column.optionalInt('responsibleId'),
      column.optionalInt('createdById'),
      column.instant('createdAt'),
      column.instant('modifiedAt'),
    ],
    [
      { on: ['uid'], unique: true },
      { on: ['taskListId', 'progress', 'modifiedAt'] },
      { on: ['taskListId', 'modifiedAt'] },
      { on: ['modifiedAt'] },
      { on: ['responsibleId', 'progress'] },
    ],
  );
}
