import { inject, injectable } from 'inversify';
import {
  type Access,
  type Action,
  ANY_TYPE,
  Audience,
  boolean,
  Clock,
  type Context,
  computed,
  Database,
  DataType,
  type Draft,
  type Filters,
  idsOf,
  integer,
  Level,
  reference,
  SetError,
  text,
  utcDate,
} from '../../core/api';
import { Attachments, type NewAttachment, parseAttachments } from './attachments.service';
import { LONGEST } from './comment.type';
import { CommentDraft } from './comment-draft.entity';
import { Threads } from './threads.service';

/** Drafts of one person, at most. */
const MOST = 500;

/**
 * What somebody writes about an object and has not sent: of each object one public text and one private note. Each is
 * seen by its writer alone. Whoever changes one gives the `version` that they know: when there is another by now, the
 * change is refused, so that of two texts neither is lost.
 */
@injectable()
export class CommentDraftType extends DataType<CommentDraft> {
  readonly name = 'CommentDraft';
  readonly entity = CommentDraft;
  override readonly exported = false;

  readonly access: Access<CommentDraft> = {
    least: Level.read,
    where: (alias) => `${alias}.userId = :ctxPrincipal`,
    audience: ({ userId }) => Promise.resolve([Audience.only(userId)]),
  };

  readonly properties = {
    entityType: text({ required: true, immutable: true, max: 60 }),
    entityId: reference(ANY_TYPE, { required: true, immutable: true }),
    isPrivate: boolean({ default: true, immutable: true }),
    html: text({ max: LONGEST }),
    attachments: computed((rows) => Promise.resolve(new Map(rows.map((row) => [row.id, row['files']]))), {
      default: [],
      nullable: false,
      parse: parseAttachments,
    }),
    version: integer(),
    modifiedAt: utcDate({ serverSet: true }),
  };

  override readonly filters: Filters = {
    entityType: (value, { row, bind }) => `${row}.entityType = ${bind(String(value))}`,
    entityId: (value, { row, bind }) => `${row}.entityId IN ${bind(idsOf('entityId', value))}`,
  };

  constructor(
    @inject(Threads) private readonly threads: Threads,
    @inject(Attachments) private readonly attachments: Attachments,
    @inject(Database) private readonly database: Database,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  override isPersonal(): boolean {
    return true;
  }

  override async allow(action: Action, draft: Draft, context: Context): Promise<void> {
    if (action === 'destroy') return;
    const { entityType, entityId, isPrivate } = draft.values as unknown as CommentDraft;
    await this.threads.check({ entityType, entityId, isPrivate: Boolean(isPrivate) }, context);
    if (action === 'create') await this.begin(draft, context.principalId);
    else if (draft.changed('version'))
      throw SetError.invalid('version', 'is not the one that is kept: the draft was changed elsewhere meanwhile');
    await this.attachments.check(filesOf(draft) ?? [], context);
  }

  override async saving(draft: Draft): Promise<void> {
    const { values, before } = draft;
    values['version'] = before ? Number(before['version']) + 1 : 1;
    values['modifiedAt'] = this.clock.now();
    const files = filesOf(draft);
    if (files) values['files'] = await this.attachments.measured(files);
    values['files'] ??= [];
  }

  private async begin({ values }: Draft, userId: number): Promise<void> {
    const { manager } = this.database;
    const { entityType, entityId, isPrivate } = values as unknown as CommentDraft;
    if (await manager.existsBy(CommentDraft, { userId, entityType, entityId, isPrivate }))
      throw SetError.of('alreadyExists', 'There is a draft of this kind for this object already');
    if ((await manager.countBy(CommentDraft, { userId })) >= MOST)
      throw SetError.of('overQuota', `Up to ${String(MOST)} drafts are kept: send or empty some`);
    values['userId'] = userId;
  }
}

function filesOf(draft: Draft): readonly NewAttachment[] | undefined {
  return draft.extras.get('attachments') as readonly NewAttachment[] | undefined;
}
