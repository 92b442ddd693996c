import type { Category } from '../rules';
import { ALL, listOf, type TypeRow, taskOf } from '../type-row';
import type { World } from '../world';

const categoryOf = (world: World, id: string): Category => world.categories.find((category) => category.id === id)!;

export const tasksRows: Readonly<Record<string, TypeRow>> = {
  TaskList: {
    operations: ALL,
    ids: (world) => world.lists.map(({ id }) => id),
    sees: (rules, person, id) => rules.seesList(person, listOf(rules.world, id)),
    patch: ({ name }) => ({ color: name }),
    update: (rules, person, id) => (rules.managesList(person, listOf(rules.world, id)) ? 'done' : 'refused'),
    // A list with tasks stays, whoever asks.
    destroy: () => 'refused',
    references: ['shareWith', 'isSubscribed'],
    idFilters: {},
    filters: {
      customFields: [{}],
      text: ['support', 'list'],
      role: ['support', 'list'],
      maySubmit: [true, false],
      mayRead: [true, false],
      isSubscribed: [true, false],
    },
  },
  TaskCategory: {
    operations: ALL,
    fill: async (world) => {
      for (const list of [null, ...world.lists]) {
        const { id } = await world.admin.create('TaskCategory', { name: 'Category', taskListId: list?.id ?? null });
        world.categories.push({ id, list });
      }
      for (const { id, list } of world.tasks) {
        const fitting = world.categories.filter((category) => category.list === null || category.list === list);
        await world.admin.update('Task', id, { categories: fitting.map((category) => category.id) });
      }
    },
    ids: (world) => world.categories.map(({ id }) => id),
    sees: (rules, person, id) => rules.seesCategory(person, categoryOf(rules.world, id)),
    patch: ({ name }) => ({ name }),
    update: (rules, person, id) => (rules.managesCategory(person, categoryOf(rules.world, id)) ? 'done' : 'refused'),
    destroy: (rules, person, id) => (rules.managesCategory(person, categoryOf(rules.world, id)) ? 'done' : 'refused'),
    references: ['taskListId'],
    idFilters: { taskListIds: (world, id, wanted) => categoryOf(world, id).list?.id === wanted },
    filters: { text: ['Cat'], isOfAllLists: [true, false] },
  },
  Task: {
    operations: ALL,
    ids: (world) => world.tasks.map(({ id }) => id),
    sees: (rules, person, id) => rules.seesTask(person, taskOf(rules.world, id)),
    patch: ({ name }) => ({ description: name }),
    update: (rules, person, id) => (rules.level(person, taskOf(rules.world, id).list) >= 30 ? 'done' : 'refused'),
    destroy: (rules, person, id) => (rules.level(person, taskOf(rules.world, id).list) >= 40 ? 'done' : 'refused'),
    references: ['taskListId', 'responsibleId', 'customerId', 'categories'],
    idFilters: {
      taskListIds: (world, id, wanted) => taskOf(world, id).list.id === wanted,
      responsibleId: () => false,
      customerId: (world, id, wanted) => world.principalOf(taskOf(world, id).customer) === wanted,
    },
    filters: {
      role: ['support'],
      progress: [['needs-action'], ['in-process']],
      isCompleted: [true, false],
      responsible: ['mine', 'unassigned', 'others'],
      text: ['Ticket', '@example.org', '1'],
      customFields: [{}],
      title: ['Ticket', '1'],
      categories: [['1'], ['2', '3']],
    },
  },
  Comment: {
    operations: ALL,
    ids: (world) => world.entries.map(({ id }) => id),
    sees: (rules, person, id) => rules.seesEntry(person, rules.world.entries.find((entry) => entry.id === id)!),
    patch: () => ({ text: 'Changed' }),
    update: () => 'refused',
    destroy: () => 'refused',
    references: ['entityId', 'attachments', 'mentions'],
    idFilters: {
      entityId: (world, id, wanted) => world.entries.find((entry) => entry.id === id)!.task.id === wanted,
    },
    filters: { entityType: ['Task', 'TaskList'], isPrivate: [true, false], text: ['x', 'file.txt'] },
  },
  SupportSettings: {
    operations: ['get', 'set', 'changes'],
    ids: () => ['singleton'],
    sees: (rules, person) => rules.has(person, 'support:manage'),
    patch: () => ({ autoReply: false }),
    update: () => 'done',
    destroy: () => 'refused',
    references: ['defaultTaskListId'],
    idFilters: {},
    filters: {},
  },
};
