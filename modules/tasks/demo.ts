import { inject, injectable } from 'inversify';
import { Clock, Demo, Directory, Level, Records, Sharing } from '../../core/api';

interface Errand {
  readonly title: string;
  readonly description?: string;
  /** Days from now on which it is due. */
  readonly due?: number;
  /** 1 highest … 9 lowest. */
  readonly priority?: number;
  /** In whose hands it is. */
  readonly by?: string;
  readonly isDone?: boolean;
}

interface Plan {
  readonly name: string;
  readonly color: string;
  /** Who may do what there. */
  readonly levels: Readonly<Record<string, number>>;
  readonly errands: readonly Errand[];
}

const PLANS: readonly Plan[] = [
  {
    name: 'Moving the office',
    color: '#3b6fd6',
    levels: { ada: Level.manage, bram: Level.write },
    errands: [
      { title: 'Order moving boxes', due: -6, by: 'bram', isDone: true },
      { title: 'Label the network cables', due: 0, by: 'bram', priority: 1 },
      { title: 'Cancel the lease of the coffee machine', due: -1, by: 'ada' },
      {
        title: 'Ask three firms what the move would cost',
        description: 'Forty desks, two servers, and the big table. Insured, please.',
        due: 4,
        by: 'ada',
        priority: 5,
      },
      { title: 'Tell customers the new address', due: 12 },
    ],
  },
  {
    name: 'My tasks',
    color: '',
    levels: { bram: Level.manage },
    errands: [
      { title: 'Read the manual of the new badge readers', due: 2 },
      { title: 'Renew my parking permit', priority: 9 },
    ],
  },
];

/** What two colleagues have to do besides tickets: a list that they share, and one that nobody else sees. */
@injectable()
export class TasksDemo extends Demo {
  constructor(
    @inject(Directory) private readonly directory: Directory,
    @inject(Records) private readonly records: Records,
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  async fill(people: ReadonlyMap<string, number>): Promise<void> {
    for (const [sortOrder, plan] of PLANS.entries()) await this.make(plan, sortOrder, people);
  }

  private async make(plan: Plan, sortOrder: number, people: ReadonlyMap<string, number>): Promise<void> {
    const { name, color, levels, errands } = plan;
    const values: object = { name, description: '', color, role: 'list', sortOrder };
    const list = await this.records.insert<{ id: number; aclId: number }>('TaskList', values);
    const groups = new Map<number, number>();
    for (const [who, level] of Object.entries(levels)) {
      const person = people.get(who);
      if (person !== undefined) groups.set(await this.directory.personalGroup(person), level);
    }
    await this.sharing.grant(list.aclId, groups);
    for (const errand of errands)
      await this.records.insert('Task', {
        taskListId: list.id,
        title: errand.title,
        description: errand.description ?? '',
        due: errand.due === undefined ? null : this.endOfDay(errand.due),
        priority: errand.priority ?? 0,
        responsibleId: people.get(errand.by ?? '') ?? null,
        progress: errand.isDone === true ? 'completed' : 'needs-action',
      });
  }

  private endOfDay(daysFromNow: number): Date {
    const day = new Date(this.clock.now().getTime() + daysFromNow * 86_400_000);
    day.setUTCHours(23, 59, 59, 0);
    return day;
  }
}
