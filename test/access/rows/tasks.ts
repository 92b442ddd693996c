import type { Category, Grouping, Status, StoredDraft } from '../rules';
import { Rules } from '../rules';
import { ALL, listOf, type TypeRow, taskOf } from '../type-row';
import type { World } from '../world';

const categoryOf = (world: World, id: string): Category => world.categories.find((category) => category.id === id)!;

const groupingOf = (world: World, id: string): Grouping => world.groupings.find((grouping) => grouping.id === id)!;

const statusOf = (world: World, id: string): Status => world.statuses.find((status) => status.id === id)!;

const draftOf = (world: World, id: string): StoredDraft => world.drafts.find((draft) => draft.id === id)!;

export const tasksRows: Readonly<Record<string, TypeRow>> = {
  TaskList: {
    operations: ALL,
    ids: (world) => world.lists.map(({ id }) => id),
    sees: (rules, person, id) => rules.seesList(person, listOf(rules.world, id)),
    patch: ({ name }) => ({ color: name }),
    update: (rules, person, id) => (rules.managesList(person, listOf(rules.world, id)) ? 'done' : 'refused'),
    // A list with tasks stays, whoever asks.
    destroy: () => 'refused',
    references: ['shareWith', 'isSubscribed', 'groupingId', 'defaultResponsibleId', 'isSharedInOrganisation'],
    idFilters: {},
    filters: {
      customFields: [{}],
      text: ['support', 'list'],
      role: ['support', 'list'],
      maySubmit: [true, false],
      mayRead: [true, false],
      mayCreate: [true, false],
      isSubscribed: [true, false],
    },
  },
  TaskListGrouping: {
    operations: ALL,
    fill: async (world) => {
      const [first, second, third] = world.lists;
      for (const lists of [[first!, third!], [second!], []]) {
        const { id } = await world.admin.create('TaskListGrouping', { name: 'Grouping' });
        for (const list of lists) await world.admin.update('TaskList', list.id, { groupingId: id });
        world.groupings.push({ id, lists });
      }
    },
    ids: (world) => world.groupings.map(({ id }) => id),
    sees: (rules, person, id) => rules.seesGrouping(person, groupingOf(rules.world, id)),
    patch: ({ name }) => ({ name }),
    update: (rules, person) => (rules.has(person, 'support:manage') ? 'done' : 'refused'),
    destroy: (rules, person) => (rules.has(person, 'support:manage') ? 'done' : 'refused'),
    references: [],
    idFilters: {},
    filters: { text: ['Group'] },
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
  TaskStatus: {
    operations: ALL,
    fill: async (world) => {
      for (const list of world.lists) {
        const given = { name: 'Status', taskListId: list.id, progress: 'in-process' };
        world.statuses.push({ id: (await world.admin.create('TaskStatus', given)).id, list });
      }
      for (const { id, list } of world.tasks) {
        const status = world.statuses.find((one) => one.list === list)!;
        await world.admin.update('Task', id, { statusId: status.id });
      }
    },
    ids: (world) => world.statuses.map(({ id }) => id),
    sees: (rules, person, id) => rules.seesList(person, statusOf(rules.world, id).list),
    patch: ({ name }) => ({ name }),
    update: (rules, person, id) => (rules.managesList(person, statusOf(rules.world, id).list) ? 'done' : 'refused'),
    destroy: (rules, person, id) => (rules.managesList(person, statusOf(rules.world, id).list) ? 'done' : 'refused'),
    references: ['taskListId'],
    idFilters: { taskListIds: (world, id, wanted) => statusOf(world, id).list.id === wanted },
    filters: { text: ['Stat'] },
  },
  Task: {
    operations: ALL,
    ids: (world) => world.tasks.map(({ id }) => id),
    sees: (rules, person, id) => rules.seesTask(person, taskOf(rules.world, id)),
    patch: ({ name }) => ({ description: name }),
    update: (rules, person, id) => (rules.level(person, taskOf(rules.world, id).list) >= 30 ? 'done' : 'refused'),
    destroy: (rules, person, id) => (rules.level(person, taskOf(rules.world, id).list) >= 40 ? 'done' : 'refused'),
    references: [
      ...['taskListId', 'responsibleId', 'customerId', 'categories', 'mergedIntoId', 'watchers', 'statusId'],
    ],
    idFilters: {
      statusId: (world, id, wanted) =>
        world.statuses.some((status) => status.id === wanted && status.list === taskOf(world, id).list),
      taskListIds: (world, id, wanted) => taskOf(world, id).list.id === wanted,
      responsibleId: () => false,
      // Nothing is merged here: whose other ticket is not seen is told apart in test/support/merges.
      mergedIntoId: () => false,
      customerId: (world, id, wanted) => world.principalOf(taskOf(world, id).customer) === wanted,
    },
    filters: {
      role: ['support', 'list'],
      isOwn: [true, false],
      progress: [['needs-action'], ['in-process']],
      isCompleted: [true, false],
      responsible: ['mine', 'unassigned', 'others'],
      text: ['Ticket', '@example.org', '1'],
      customFields: [{}],
      title: ['Ticket', '1', { contains: 't', isEmpty: false }],
      description: ['x', { isEmpty: true }],
      priority: [{ greater: 0 }, { less: 1 }],
      percentComplete: [{ equals: 100 }, { less: 100 }],
      start: [{ isEmpty: true }],
      due: [{ isEmpty: true }, { before: '2030-01-01T00:00:00Z' }],
      createdAt: [{ after: '2020-01-01T00:00:00Z' }],
      modifiedAt: [{ after: '2020-01-01T00:00:00Z' }],
      createdById: [['me'], { isEmpty: false }],
      customerName: [{ contains: 'e' }, { isEmpty: true }],
      customerEmail: ['@example.org'],
      lastCommentAt: [{ isEmpty: true }, { after: '2020-01-01T00:00:00Z' }],
      lastCommentBy: [['agent'], { isEmpty: true }],
      hasAttachment: [true, false],
      hasPrivateNote: [true, false],
      mailFailed: [true, false],
      categories: [['1'], ['2', '3'], { isEmpty: true }],
      isMerged: [true, false],
      isFollowed: [true, false],
      isUnread: [true, false],
      isWatched: [true, false],
    },
  },
  Comment: {
    operations: ALL,
    ids: (world) => world.entries.map(({ id }) => id),
    sees: (rules, person, id) => rules.seesEntry(person, rules.world.entries.find((entry) => entry.id === id)!),
    patch: () => ({ text: 'Changed' }),
    update: () => 'refused',
    destroy: () => 'refused',
    references: ['entityId', 'attachments', 'mentions', 'draft'],
    idFilters: {
      entityId: (world, id, wanted) => world.entries.find((entry) => entry.id === id)!.task.id === wanted,
    },
    filters: { entityType: ['Task', 'TaskList'], isPrivate: [true, false], text: ['x', 'file.txt'] },
  },
  CommentDraft: {
    operations: ALL,
    // Everybody writes wherever they may.
    fill: async (world) => {
      const rules = new Rules(world);
      for (const person of world.people) {
        for (const task of world.tasks.filter((one) => rules.seesTask(person, one))) {
          const about = { entityType: 'Task', entityId: task.id, isPrivate: false, html: '<p>x</p>' };
          const { id } = await person.client.create('CommentDraft', about);
          world.drafts.push({ id, task, writer: person.name });
        }
      }
    },
    ids: (world) => world.drafts.map(({ id }) => id),
    sees: ({ world }, { name }, id) => draftOf(world, id).writer === name,
    patch: ({ name }) => ({ html: `<p>${name}</p>` }),
    update: () => 'done',
    destroy: () => 'done',
    references: ['entityId', 'attachments'],
    idFilters: { entityId: (world, id, wanted) => draftOf(world, id).task.id === wanted },
    filters: { entityType: ['Task', 'TaskList'] },
  },
  CannedReply: {
    operations: ALL,
    fill: async (world) => {
      const types = world.lists.filter(({ role }) => role === 'support');
      for (const lists of [[], types, ...types.map((list) => [list])]) {
        const taskListIds = lists.map(({ id }) => id);
        const { id } = await world.admin.create('CannedReply', { name: 'Reply', text: 'To {customer}', taskListIds });
        world.replies.push({ id, lists });
      }
    },
    ids: (world) => world.replies.map(({ id }) => id),
    sees: (rules, person, id) => rules.seesReply(person, rules.world.replies.find((reply) => reply.id === id)!),
    patch: ({ name }) => ({ name }),
    update: (rules, person) => (rules.has(person, 'support:manage') ? 'done' : 'refused'),
    destroy: (rules, person) => (rules.has(person, 'support:manage') ? 'done' : 'refused'),
    references: ['taskListIds'],
    // Of a list that is not seen it finds only what is for all: test/support/canned-replies.
    idFilters: {},
    filters: { text: ['Rep', 'customer'], usableIn: [['1'], ['2', '3']] },
  },
  SupportSettings: {
    operations: ['get', 'set', 'changes'],
    ids: () => ['singleton'],
    sees: (rules, person) => rules.has(person, 'support:manage'),
    patch: () => ({ autoReply: false }),
    update: () => 'done',
    destroy: () => 'refused',
    references: ['defaultTaskListId', 'customerGroupId', 'expiryExcludedTaskListIds', 'expiryExcludedCategoryIds'],
    idFilters: {},
    filters: {},
  },
  SupportLetterSettings: {
    operations: ['get', 'set', 'changes'],
    ids: () => ['singleton'],
    sees: (rules, person) => rules.has(person, 'support:manage'),
    patch: () => ({ confirmationSubject: 'Thanks' }),
    update: () => 'done',
    destroy: () => 'refused',
    references: [],
    idFilters: {},
    filters: {},
  },
};
