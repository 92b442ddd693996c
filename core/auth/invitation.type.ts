import { inject, injectable } from 'inversify';
import { IsNull } from 'typeorm';
import { Database } from '../database/database';
import { containing } from '../jmap/contains';
import { type Action, DataType, type Filters, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { MethodError, SetError } from '../jmap/errors';
import { boolean, computed, ids, type Row, reference, text, utcDate } from '../jmap/property';
import { Clock } from '../ports/clock';
import { CoreSettings } from '../settings/core-settings';
import { administratorsOnly, onlyForAdministration } from './administer';
import type { Context } from './context';
import { Directory } from './directory.service';
import { Invitation } from './invitation.entity';
import { Invitations } from './invitations.service';
import { Memberships } from './memberships.service';
import { User } from './principal.entity';
import { addressOf, language } from './words';

const set = { serverSet: true } as const;

/** Condition on the row for each state; `:now` stands for the present instant. */
const STATES: Readonly<Record<string, string>> = {
  accepted: '{row}.acceptedAt IS NOT NULL',
  unsent: '{row}.acceptedAt IS NULL AND {row}.expiresAt IS NULL',
  open: '{row}.acceptedAt IS NULL AND {row}.expiresAt > {now}',
  expired: '{row}.acceptedAt IS NULL AND {row}.expiresAt <= {now}',
};

/**
 * Somebody who is asked in by mail, for administration. Making one sends the mail, if mail can be sent; to destroy one
 * is to withdraw it.
 */
@injectable()
export class InvitationType extends DataType<Invitation> {
  readonly name = 'Invitation';
  readonly entity = Invitation;
  readonly access = administratorsOnly;

  readonly properties = {
    email: { ...text({ required: true, immutable: true, max: 254 }), parse: parseAddress },
    name: text({ immutable: true }),
    groupIds: { ...ids('Group', (rows) => this.groups(rows)), immutable: true },
    isInternal: boolean({ default: true, immutable: true }),
    locale: { ...language(), immutable: true },
    invitedById: reference('Principal', { ...set, nullable: true }),
    createdAt: utcDate(set),
    /** When the latest mail was written; null when the link is handed over by a person. */
    sentAt: utcDate({ ...set, nullable: true }),
    expiresAt: utcDate({ ...set, nullable: true }),
    acceptedAt: utcDate({ ...set, nullable: true }),
    userId: reference('User', { ...set, nullable: true }),
    /** `unsent`, `open`, `expired` or `accepted`. */
    state: computed((rows) => Promise.resolve(new Map(rows.map((row) => [row.id, this.stateOf(row)])))),
  };

  override readonly filters: Filters = {
    text: containing('email', 'name'),
    state: (value, { row, bind }) => {
      const state = Object.hasOwn(STATES, String(value)) ? STATES[String(value)] : undefined;
      if (state === undefined)
        throw MethodError.invalidArguments(`filter/state must be one of ${Object.keys(STATES).join(', ')}`);
      return state.replaceAll('{row}', row).replaceAll('{now}', bind(this.clock.now()));
    },
  };
  override readonly volatileFilters = ['state'];
  override readonly sorts: Sorts = { email: '{row}.email', createdAt: '{row}.createdAt', expiresAt: '{row}.expiresAt' };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Directory) private readonly directory: Directory,
    @inject(Memberships) private readonly memberships: Memberships,
    @inject(Invitations) private readonly invitations: Invitations,
    @inject(CoreSettings) private readonly settings: CoreSettings,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  override allow(action: Action, _draft: Draft, context: Context): void {
    onlyForAdministration(context);
    if (action === 'update') throw SetError.forbidden('An invitation is not changed: withdraw it and invite again');
  }

  override async saving(draft: Draft): Promise<void> {
    if (!draft.isNew) return;
    const { values, extras, actor } = draft;
    await this.checkEmail(String(values['email']));
    if (actor) await this.memberships.checkGroups(extras.get('groupIds'), actor);
    values['groupIds'] ??= extras.get('groupIds') ?? [];
    values['invitedById'] ??= actor?.principalId ?? null;
    values['locale'] ??= (await this.settings.read()).language;
    values['createdAt'] = this.clock.now();
    Object.assign(values, { hash: null, sentAt: null, expiresAt: null, acceptedAt: null, userId: null });
  }

  override async saved({ isNew, values }: Draft): Promise<void> {
    const invitation = values as unknown as Invitation;
    if (isNew && (await this.invitations.reaches(invitation))) await this.invitations.send(invitation);
  }

  private async checkEmail(email: string): Promise<void> {
    const { manager } = this.database;
    const known = await this.directory.findByEmail(email);
    if (known && (await manager.existsBy(User, { id: known.id })))
      throw SetError.invalid('email', 'belongs to somebody who has an account');
    if (await manager.existsBy(Invitation, { email, acceptedAt: IsNull() }))
      throw SetError.invalid('email', 'is invited already');
  }

  private groups(rows: readonly Row[]): Promise<Map<number, string[]>> {
    return Promise.resolve(new Map(rows.map((row) => [row.id, (row['groupIds'] as number[]).map(String)])));
  }

  private stateOf(row: Row): string {
    const { acceptedAt, expiresAt } = row as unknown as Invitation;
    if (acceptedAt !== null) return 'accepted';
    if (expiresAt === null) return 'unsent';
    return expiresAt > this.clock.now() ? 'open' : 'expired';
  }
}

function parseAddress(value: unknown): { value: unknown } | { fault: string } {
  const email = addressOf(value);
  return email === null ? { fault: 'is no mail address' } : { value: email };
}
