import { createHash } from 'node:crypto';
import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { caller } from '../audit/caller';
import { oneLine } from '../audit/entry';
import { Database } from '../database/database';
import { sql } from '../database/sql';
import { Records } from '../jmap/records';
import { Clock } from '../ports/clock';
import { Random } from '../ports/random';
import { Credential } from './principal.entity';
import { PEOPLE, STANDING, type Standing } from './standing';

/** How often the last use of a session or app password is written down, in milliseconds. */
const TOUCH_EVERY = 3_600_000;

/** The data types as which people see their credentials. */
const TYPES = { session: 'LoginSession', 'app-password': 'AppPassword', 'password-link': null } as const;

/** The rows behind secrets that were handed out: made, found, used, ended. Only the SHA-256 of a secret is stored. */
@injectable()
export class Secrets {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Clock) private readonly clock: Clock,
    @inject(Random) private readonly random: Random,
  ) {}

  /** Makes one and answers the secret, for the only time. @param life milliseconds; null for one without end */
  async make(
    userId: number,
    kind: Credential['kind'],
    life: number | null,
    label: string | null,
    actor: Pick<Credential, 'actorId' | 'parentId'> = { actorId: null, parentId: null },
  ): Promise<string> {
    const secret = this.random.token();
    const now = this.clock.now();
    const expiresAt = life === null ? null : new Date(now.getTime() + life);
    const type = TYPES[kind];
    // An app password was made here, but is for somewhere else.
    const where = kind === 'session' ? origin() : {};
    const row = {
      userId,
      kind,
      hash: digest(secret),
      label,
      createdAt: now,
      lastUsedAt: null,
      expiresAt,
      ...where,
      ...actor,
    };
    await this.database.transaction(async () => {
      if (type === null) await this.database.manager.insert(Credential, row);
      else await this.records.insert<Credential>(type, row);
    });
    return secret;
  }

  /** The one with this secret, of one of these kinds, that is not over. */
  async find(kinds: readonly Credential['kind'][], secret: string): Promise<Credential | null> {
    if (!/^[\w-]{43}$/.test(secret)) return null;
    const [credential = null] = await this.database.rows.read(
      Credential,
      sql`SELECT * FROM core_credential WHERE hash = ${digest(secret)} AND kind IN (${kinds})`,
    );
    return this.unlessOver(credential);
  }

  /** The same, of somebody who may sign in, with how they stand now: every request asks for both. */
  async findHeld(
    kinds: readonly Credential['kind'][],
    secret: string,
  ): Promise<{ readonly credential: Credential; readonly standing: readonly Standing[] } | null> {
    if (!/^[\w-]{43}$/.test(secret)) return null;
    const standing =
      await sql`SELECT credential_.*, ${STANDING}, (SELECT keptMark FROM core_account WHERE id = 1) AS keptMark FROM core_credential credential_ CROSS JOIN ${PEOPLE} WHERE credential_.hash = ${digest(secret)} AND credential_.kind IN (${kinds}) AND user_.id = credential_.userId`.run<
        Standing & { readonly keptMark: string | null }
      >(this.database);
    const [row] = standing;
    if (!row) return null;
    this.database.reading?.begins(row.keptMark);
    const [found = null] = this.database.rows.hydrate(Credential, [row]);
    const credential = this.unlessOver(found);
    return credential && { credential, standing };
  }

  private unlessOver(credential: Credential | null): Credential | null {
    const isOver = credential?.expiresAt && credential.expiresAt <= this.clock.now();
    return isOver ? null : credential;
  }

  /** Writes down that it is used, now and then. */
  async touch({ id, kind, lastUsedAt, createdAt }: Credential): Promise<void> {
    const now = this.clock.now();
    if (now.getTime() - (lastUsedAt ?? createdAt).getTime() <= TOUCH_EVERY) return;
    await this.database.transaction(async () => {
      await this.database.manager.update(Credential, id, { lastUsedAt: now, ...origin() });
      const type = TYPES[kind];
      if (type !== null) await this.records.touch(type, id, ['lastUsedAt', 'address', 'userAgent']);
    });
  }

  /** Ends these, and the sessions that hang on them. Needs a transaction. */
  async end(credentials: readonly Credential[]): Promise<void> {
    if (credentials.length === 0) return;
    const { manager } = this.database;
    await this.end(await manager.findBy(Credential, { parentId: In(credentials.map(({ id }) => id)) }));
    for (const { id, kind } of credentials) {
      const type = TYPES[kind];
      const row = type === null ? null : await this.records.find(type, id);
      if (type === null || row === null) await manager.delete(Credential, id);
      else await this.records.destroy(type, row);
    }
  }
}

/** Where the request at hand comes from, as far as it fits. */
function origin(): Pick<Credential, 'address' | 'userAgent'> {
  const { address, userAgent } = caller();
  return { address: address?.slice(0, 45) ?? null, userAgent: userAgent === null ? null : oneLine(userAgent, 190) };
}

/** What is stored of a secret: SHA-256 in hex, enough for 256 random bits. */
export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
