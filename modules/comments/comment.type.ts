import { inject, injectable } from 'inversify';
import {
  type Access,
  type Action,
  ANY_TYPE,
  boolean,
  Clock,
  type Context,
  computed,
  DataType,
  type Draft,
  type Filters,
  ids,
  idsOf,
  Level,
  type Operation,
  Records,
  type Row,
  reference,
  SetError,
  type Sorts,
  text,
  utcDate,
} from '../../core/api';
import { htmlToPlainText, sanitiseMailHtml } from '../../core/html/api';
import { Attachments, type NewAttachment, parseAttachments } from './attachments.service';
import { Comment } from './comment.entity';
import { Mentions, MOST_MENTIONED } from './mentions.service';
import { Moves } from './moves.service';
import { parseSeenDraft, removeSent, type SeenDraft } from './sent-draft';
import { Threads } from './threads.service';

/** Longest text of one comment, in characters. */
export const LONGEST = 1_000_000;

/**
 * Comments on objects of any type that allows them. A public comment is seen by whoever sees the object, a private
 * note by those alone who may read the object as a colleague ({@link Level.read}).
 */
@injectable()
export class CommentType extends DataType<Comment> {
  readonly name = 'Comment';
  readonly entity = Comment;
  /** A thread is no table, and private notes do not leave the house as one. */
  override readonly exported = false;
  override readonly operations: readonly Operation[] = ['get', 'set', 'changes', 'query', 'queryChanges'];

  readonly access: Access<Comment> = {
    least: Level.submit,
    where: (alias, context, level) => this.where(alias, context, level),
    inAcls: (alias) => this.inAcls(alias),
    audience: async (row) => {
      // Of a type whose module does not run nobody sees anything.
      const entity = this.threads.has(row.entityType) ? await this.records.find(row.entityType, row.entityId) : null;
      if (!entity) return [];
      const all = await this.records.audienceOf(row.entityType, entity);
      return row.isPrivate ? this.records.readersAmong(row.entityType, all) : all;
    },
  };

  readonly properties = {
    entityType: text({ required: true, immutable: true, max: 60 }),
    entityId: reference(ANY_TYPE, { required: true }),
    movedFromId: reference(ANY_TYPE, {
      serverSet: true,
      nullable: true,
      agentsOnly: true,
      load: (rows, context) => this.moves.origins(rows, context),
    }),
    authorId: reference('Principal', { serverSet: true, nullable: true }),
    authorName: text({ serverSet: true }),
    authorRole: text({ serverSet: true }),
    createdAt: utcDate({ serverSet: true }),
    isPrivate: boolean({ default: true, immutable: true }),
    text: text({ max: LONGEST, immutable: true }),
    html: text({ max: LONGEST, immutable: true, nullable: true }),
    quotedText: text({ serverSet: true, nullable: true }),
    quotedHtml: text({ serverSet: true, nullable: true }),
    source: text({ serverSet: true }),
    senderIsVerified: boolean({ serverSet: true }),
    attachments: computed((rows) => this.attachments.of(rows.map((row) => row.id)), {
      immutable: true,
      default: [],
      nullable: false,
      parse: parseAttachments,
    }),
    /** The draft that this is, as its writer has seen it last: `{ id, version }`. It goes, unless it was changed meanwhile. */
    draft: computed(() => Promise.resolve(new Map()), { immutable: true, writeOnly: true, parse: parseSeenDraft }),
    mentions: ids('Principal', (rows) => this.mentions.of(rows.map((row) => row.id)), {
      immutable: true,
      default: [],
      agentsOnly: true,
      most: MOST_MENTIONED,
    }),
  };

  override readonly filters: Filters = {
    entityType: (value, { row, bind }) => `${row}.entityType = ${bind(String(value))}`,
    entityId: (value, { row, bind }) => `${row}.entityId IN ${bind(idsOf('entityId', value))}`,
    isPrivate: (value, { row, bind }) => `${row}.isPrivate = ${bind(value === true)}`,
  };
  override readonly sorts: Sorts = { createdAt: '{row}.createdAt' };
  override readonly search = ['text'] as const;
  override readonly appearance = { label: 'Comments', icon: 'note', title: 'authorName' };

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Threads) private readonly threads: Threads,
    @inject(Attachments) private readonly attachments: Attachments,
    @inject(Mentions) private readonly mentions: Mentions,
    @inject(Moves) private readonly moves: Moves,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  override foundIn(row: Row): { type: string; id: number } {
    return { type: String(row['entityType']), id: Number(row['entityId']) };
  }

  override async allow(action: Action, draft: Draft, context: Context): Promise<void> {
    if (action === 'update') return this.moves.check(draft, context);
    if (action !== 'create') throw SetError.forbidden('Comments cannot be changed');
    const entry = {
      entityType: String(draft.values['entityType']),
      entityId: Number(draft.values['entityId']),
      isPrivate: draft.values['isPrivate'] !== false,
    };
    await this.threads.check(entry, context);
    draft.values['authorId'] = context.principalId;
    draft.values['authorName'] = context.user.name;
    await this.mentions.check(mentionedIn(draft), entry, context);
    await this.attachments.check(filesOf(draft), context);
  }

  override saving(draft: Draft): void {
    if (!draft.isNew) {
      this.moves.saving(draft);
      return;
    }
    const { values } = draft;
    values['movedFromId'] ??= null;
    values['createdAt'] ??= this.clock.now();
    values['authorId'] ??= null;
    values['authorRole'] ??= 'agent';
    values['source'] ??= 'web';
    values['isPrivate'] ??= true;
    values['senderIsVerified'] ??= draft.actor !== null;
    values['quotedText'] ??= null;
    values['quotedHtml'] ??= null;
    const { html } = values;
    if (draft.actor && typeof html === 'string') {
      const safe = sanitiseMailHtml(html);
      values['html'] = safe;
      if (values['text'] === '' && safe !== null) values['text'] = htmlToPlainText(safe);
    }
    const { text: words } = values;
    const isEmpty = typeof words === 'string' && words.trim() === '' && filesOf(draft).length === 0;
    if (draft.actor && isEmpty) throw SetError.invalid('text', 'must not be empty');
  }

  override async saved(draft: Draft): Promise<void> {
    if (!draft.isNew) return;
    await this.attachments.store(draft.id, filesOf(draft));
    await this.mentions.store(draft.id, mentionedIn(draft), draft.actor);
    const sent = draft.extras.get('draft') as SeenDraft | null | undefined;
    // What becomes of a draft is its writer's own business, and not in the audit log.
    draft.extras.delete('draft');
    if (sent && draft.actor) await removeSent(this.records, sent, draft.actor);
  }

  override async destroying(row: Row): Promise<void> {
    await this.attachments.removeAll(row.id);
    await this.mentions.removeAll(row.id);
  }

  private where(alias: string, context: Context, level: number): string {
    const parts = this.threads.commentable().map(({ name }) => {
      const colleague = this.records.seesOther(name, `${alias}.entityId`, context, Level.read);
      const anybody = this.records.seesOther(name, `${alias}.entityId`, context);
      const condition = level > Level.submit ? colleague : `(${colleague} OR (${alias}.isPrivate = 0 AND ${anybody}))`;
      // No index by this: nearly all rows have the same type, and what is asked for finds them better.
      return `(COALESCE(${alias}.entityType, '') = '${name}' AND ${condition})`;
    });
    return parts.length > 0 ? `(${parts.join(' OR ')})` : '1 = 0';
  }

  private inAcls(alias: string): string {
    const parts = this.threads.commentable().flatMap((type) => {
      const inner = this.records.liesInAcls(type.name, `${alias}.entityId`);
      return inner === null ? [] : [`(${alias}.entityType = '${type.name}' AND ${inner})`];
    });
    return parts.length > 0 ? `(${parts.join(' OR ')})` : '1 = 0';
  }
}

function filesOf(draft: Draft): readonly NewAttachment[] {
  return (draft.extras.get('attachments') ?? []) as readonly NewAttachment[];
}

function mentionedIn(draft: Draft): readonly number[] {
  return (draft.extras.get('mentions') ?? []) as readonly number[];
}
