import type { Schema } from '../../core/api';

/** Tasks are sorted by the name that comes first among those of their categories. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.addColumn('tasks_category', column.optionalInt('sortedUpTo'));
  await schema.addColumn('tasks_task', column.optionalText('categoryKey'));
  await schema.run(
    `UPDATE tasks_task SET categoryKey =
       (SELECT MIN(category_.nameKey) FROM tasks_task_category has_
         JOIN tasks_category category_ ON category_.id = has_.categoryId WHERE has_.taskId = tasks_task.id)
     WHERE id IN (SELECT taskId FROM tasks_task_category)`,
  );
  await schema.createIndex('tasks_task', { on: ['categoryKey'] });
}
