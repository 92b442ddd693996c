import {
  type Access,
  type Action,
  Audience,
  byText,
  type Context,
  containing,
  Database,
  DataType,
  type Draft,
  type Filters,
  ids,
  idsOf,
  inject,
  injectable,
  integer,
  Level,
  ownerGrants,
  Records,
  type Row,
  SetError,
  type Sorts,
  text,
} from '../../core/api';
import { TaskList } from '../tasks/api';
import { CannedReply } from './canned-reply.entity';
import { CannedReplyLists } from './canned-reply-lists.service';
import { MANAGE, USE } from './permissions';
import { faultOfPlaceholders, IN_REPLIES } from './placeholders';

/** Characters of one reply, at most. */
const LONGEST = 20_000;

/** The ticket types that the reply called `alias` is for. */
const listsOf = (alias: string, condition: string): string =>
  `EXISTS (SELECT 1 FROM support_canned_reply_list for_ WHERE for_.replyId = ${alias}.id AND ${condition})`;

/**
 * Texts that agents insert into their answers and notes. Those for all tickets are known to all agents, the others to
 * the agents of one of their ticket types; managers of Support know and change all. Customers are shown none.
 */
@injectable()
export class CannedReplyType extends DataType<CannedReply> {
  readonly name = 'CannedReply';
  readonly entity = CannedReply;
  override readonly appearance = { label: 'Replies', icon: 'reply', title: 'name' };

  readonly access: Access<CannedReply> = {
    least: Level.read,
    where: (alias, context) => {
      if (context.may(MANAGE)) return '1 = 1';
      if (!context.may(USE)) return '1 = 0';
      const isAgent = ownerGrants(['tasks_list', 'type_'], 'for_.taskListId', context, Level.read);
      return `(NOT ${listsOf(alias, '1 = 1')} OR ${listsOf(alias, isAgent)})`;
    },
    inAcls: (alias) =>
      listsOf(alias, 'for_.taskListId IN (SELECT list_.id FROM tasks_list list_ WHERE list_.aclId IN (:...acls))'),
    audience: async ({ id }) => {
      const ofType = (await this.lists.of([id])).get(id) ?? [];
      const found = await this.database.rows.with(TaskList, 'id', ofType);
      const agents =
        ofType.length === 0 ? [Audience.permitted(USE)] : found.map(({ aclId }) => Audience.readers(aclId));
      return [...agents, Audience.permitted(MANAGE)];
    },
  };

  readonly properties = {
    name: text({ required: true }),
    text: text({ required: true, max: LONGEST }),
    taskListIds: ids(
      'TaskList',
      (rows, context) =>
        this.lists.shown(
          rows.map(({ id }) => id),
          context,
        ),
      {
        default: [],
        most: 100,
      },
    ),
    sortOrder: integer(),
  };

  override readonly filters: Filters = {
    text: containing('name', 'text'),
    usableIn: async (value, { row, bind, context }) => {
      const seen = await this.records.visibleIds('TaskList', idsOf('usableIn', value), context);
      const isOneOf = listsOf(row, `for_.taskListId IN ${bind([...seen, 0])}`);
      return `(NOT ${listsOf(row, '1 = 1')} OR ${isOneOf})`;
    },
  };
  override readonly volatileFilters = ['usableIn'];
  override readonly sorts: Sorts = { name: byText('{row}.name'), sortOrder: '{row}.sortOrder' };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(CannedReplyLists) private readonly lists: CannedReplyLists,
  ) {
    super();
  }

  override async allow(_action: Action, draft: Draft, context: Context): Promise<void> {
    if (!context.may(MANAGE)) throw SetError.forbidden('Replies are changed by the managers of Support');
    await this.lists.check(listIdsOf(draft) ?? [], context);
  }

  override saving({ values }: Draft): void {
    const wrong = faultOfPlaceholders(String(values['text']), IN_REPLIES);
    if (wrong !== null) throw SetError.invalid('text', wrong);
    values['sortOrder'] ??= 0;
  }

  override async saved(draft: Draft): Promise<void> {
    const given = listIdsOf(draft);
    if (given) await this.lists.store(draft.id, given);
  }

  override async destroying({ id }: Row): Promise<void> {
    await this.lists.store(id, []);
  }
}

function listIdsOf(draft: Draft): readonly number[] | undefined {
  return draft.extras.get('taskListIds') as readonly number[] | undefined;
}
