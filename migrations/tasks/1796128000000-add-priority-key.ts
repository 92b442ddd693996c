import type { Schema } from '../../core/api';

/** Tasks are sorted from the highest priority to the lowest; those without one (0) come last. */
export async function up(schema: Schema): Promise<void> {
  await schema.addColumn('tasks_task', schema.column.optionalInt('priorityKey'));
  await schema.run(
    'UPDATE tasks_task SET priorityKey = CASE priority WHEN 0 THEN 10 ELSE priority END WHERE priorityKey IS NULL',
  );
  await schema.createIndex('tasks_task', { on: ['priorityKey'] });
}
