import { inject, injectable } from 'inversify';
import { Clock, Database, Demo, Directory, Principal, Records } from '../../core/api';
import { Task, TaskList } from '../tasks/api';
import { ROLE } from './permissions';

interface Story {
  readonly title: string;
  readonly customer: string;
  readonly hoursAgo: number;
  readonly category: string;
  /** Who says what; a leading `(note)` makes a private note. */
  readonly thread: readonly (readonly [who: string, what: string])[];
}

const STORIES: readonly Story[] = [
  {
    title: 'The printer on the second floor prints everything twice',
    customer: 'carla',
    hoursAgo: 50,
    category: 'Hardware',
    thread: [
      ['carla', 'Since Monday every page comes out twice. I have already switched the printer off and on.'],
      ['bram', '(note) The queue of PR-2-04 was duplicated by the driver update. Same as last March.'],
      ['bram', 'Thank you for telling us. We have removed a second print queue; could you please try once more?'],
    ],
  },
  {
    title: 'Invoice 2026-1187 shows the old address',
    customer: 'daniel',
    hoursAgo: 26,
    category: 'Billing',
    thread: [
      ['daniel', 'We moved in September. The new address is Vestergade 12, Aarhus. Can you send a corrected invoice?'],
    ],
  },
  {
    title: 'Cannot sign in after changing my phone',
    customer: 'carla',
    hoursAgo: 5,
    category: 'Accounts',
    thread: [
      ['carla', 'I got a new phone and the app asks for a code that I do not have any more.'],
      ['ada', 'I have sent you a new set-up link. It is valid for one day.'],
      ['carla', 'That worked, but now my calendar is empty. Is it lost?'],
    ],
  },
  {
    title: 'Please add a shared mailbox for the works council',
    customer: 'daniel',
    hoursAgo: 2,
    category: 'Accounts',
    thread: [['daniel', 'Members are Ines, Tomás and Weronika. The address should be council@example.net.']],
  },
];

const REPLIES = [
  {
    name: 'We are looking into it',
    text: 'Dear {customer},\n\nthank you for your message. We are looking into it and come back to you under #{number}.\n\nKind regards,\n{agent}',
  },
  {
    name: 'Closed without an answer',
    text: 'Dear {customer},\n\nwe have not heard from you about “{subject}” for a while and take it as solved. Just answer this mail if it is not.\n\nKind regards,\n{agent}, {list}',
  },
];

const STATUSES = [
  { name: 'Waiting for customer', progress: 'in-process', color: 'purple' },
  { name: 'Waiting for supplier', progress: 'in-process', color: 'orange' },
];

/** A small desk with a few stories. The people are invented and their addresses reserved for examples (RFC 2606). */
@injectable()
export class SupportDemo extends Demo {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Directory) private readonly directory: Directory,
    @inject(Records) private readonly records: Records,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  async fill(people: ReadonlyMap<string, number>): Promise<void> {
    const { manager } = this.database;
    for (const [name, groupName] of [
      ['ada', 'Support managers'],
      ['bram', 'Support agents'],
    ] as const) {
      const group = await manager.findOneByOrFail(Principal, { name: groupName, type: 'group' });
      const id = people.get(name);
      if (id !== undefined) await this.directory.addMember(group.id, id);
    }
    const list = await manager.findOneByOrFail(TaskList, { role: ROLE });
    const { id: groupingId } = await this.records.insert('TaskListGrouping', { name: 'IT services', sortOrder: 1 });
    await this.records.update('TaskList', list.id, { groupingId });
    const categories = new Map<string, number>();
    for (const name of new Set(STORIES.map(({ category }) => category)))
      categories.set(name, (await this.records.insert('TaskCategory', { name })).id);
    for (const [at, status] of STATUSES.entries())
      await this.records.insert('TaskStatus', { ...status, taskListId: list.id, sortOrder: at + 1 });
    for (const [sortOrder, reply] of REPLIES.entries())
      await this.records.insert('CannedReply', { ...reply, sortOrder }, { taskListIds: [] });
    for (const story of STORIES) await this.tell(story, list.id, people, categories.get(story.category));
  }

  private async tell(
    story: Story,
    taskListId: number,
    people: ReadonlyMap<string, number>,
    category: number | undefined,
  ): Promise<void> {
    const { manager } = this.database;
    const begun = this.clock.now().getTime() - story.hoursAgo * 3_600_000;
    const customerId = people.get(story.customer) ?? null;
    const createdAt = new Date(begun);
    const values = { taskListId, title: story.title, customerId, createdById: customerId, createdAt };
    const task = await this.records.insert('Task', values, { categories: [category] });
    for (const [index, [who, what]] of story.thread.entries()) {
      const author = await manager.findOneByOrFail(Principal, { id: people.get(who) ?? 0 });
      await this.records.insert('Comment', {
        entityType: 'Task',
        entityId: task.id,
        authorId: author.id,
        authorName: author.name,
        authorRole: who === story.customer ? 'customer' : 'agent',
        createdAt: new Date(begun + index * 1_800_000),
        isPrivate: what.startsWith('(note) '),
        text: what.replace('(note) ', ''),
        html: null,
        source: 'web',
        senderIsVerified: true,
      });
    }
    const last = new Date(begun + (story.thread.length - 1) * 1_800_000);
    await manager.update(Task, task.id, { modifiedAt: last });
  }
}
