import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ArrivingFields, Clock, Contributions, Directory, fault, inject, injectable, Problem } from '../../core/api';
import { told } from './failures';
import { MigratedRows } from './migrated-rows.service';
import type { Options } from './options';
import { planDesk } from './plan/desk';
import { planFields } from './plan/fields';
import type { PlannedTicket } from './plan/ticket';
import type { Progress, StageTime } from './progress';
import { ahead, type Brief, leftOut, orphaned, pagesOf, unplaced } from './reading';
import { Access } from './report/access.service';
import { Comparison } from './report/comparison.service';
import { type Outcome, writeReport } from './report/report';
import { Tally, unwritable } from './report/tally';
import { type Hold, Runs } from './runs.service';
import type { LegacySource } from './source/legacy-source';
import { type Given, LegacySystem } from './source/legacy-system';
import { Beside } from './write/beside.service';
import { CatchUp } from './write/catch-up.service';
import { Fields } from './write/fields.service';
import type { Place } from './write/known';
import { Letters } from './write/letters.service';
import { Lists, type MadeList } from './write/lists.service';
import { type Match, People } from './write/people.service';
import { TICKETS, TicketWriter } from './write/tickets.service';

/** Users of one transaction. */
const USERS_AT_ONCE = 25;
/** Messages without ticket that are listed one by one. */
const MOST_ORPHANS = 10_000;

/** What a stage does with each page. */
type Work = (page: readonly PlannedTicket[]) => Promise<void>;

/** Who hears how far it is, and may end it. */
export interface Watcher {
  readonly signal: AbortSignal;
  /** The run goes on when this is over: whoever hears may let it wait. */
  hear(progress: Progress): void | Promise<void>;
}

/** Brings the tickets of an older system into Support, as often as wanted: what is here already is not brought twice. */
@injectable()
export class Migration {
  constructor(
    @inject(Clock) private readonly clock: Clock,
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Directory) private readonly directory: Directory,
    @inject(Runs) private readonly runs: Runs,
    @inject(MigratedRows) private readonly rows: MigratedRows,
    @inject(People) private readonly people: People,
    @inject(Lists) private readonly lists: Lists,
    @inject(TicketWriter) private readonly writer: TicketWriter,
    @inject(CatchUp) private readonly catchUp: CatchUp,
    @inject(Comparison) private readonly comparison: Comparison,
    @inject(Access) private readonly access: Access,
    @inject(Fields) private readonly fields: Fields,
    @inject(ArrivingFields) private readonly arriving: ArrivingFields,
    @inject(Letters) private readonly letters: Letters,
    @inject(Beside) private readonly beside: Beside,
  ) {}

  /** @throws Problem for what cannot be done, in a sentence; what was brought until then stays, and the next run goes on */
  async run(options: Options, watcher: Watcher): Promise<Outcome> {
    const source = await this.open(options);
    try {
      return await this.bring(source, options, watcher);
    } finally {
      await source.close();
    }
  }

  /** True when such a source can be read now. */
  async canRead(given: Given): Promise<boolean> {
    try {
      const source = await this.contributions
        .all(LegacySystem)
        .find((one) => one.reads(given))
        ?.open(given);
      await source?.close();
      return source !== undefined;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  /** Opens the source that is to be brought; whoever opens it closes it. @throws Problem saying why it cannot be read */
  async open(options: Options): Promise<LegacySource> {
    const system = this.contributions.all(LegacySystem).find((one) => one.reads(options));
    if (!system) throw new Problem('Nothing here reads tickets from there');
    if (options.standIn !== null && !(await this.directory.contextOf(options.standIn)))
      throw new Problem(`--user ${String(options.standIn)} is nobody who can sign in here`);
    return system.open(options);
  }

  /** Brings what an open source has. @throws Problem as {@link run} does */
  async bring(source: LegacySource, options: Options, watcher: Watcher): Promise<Outcome> {
    try {
      return await this.bringAll(source, options, watcher);
    } catch (error) {
      throw told(error);
    }
  }

  private async bringAll(source: LegacySource, options: Options, watcher: Watcher): Promise<Outcome> {
    const began = this.clock.now();
    const folder = join(
      options.reports,
      `${source.name.replace(/[^\w-]/g, '_')}-${began.toISOString().replace(/[:.]/g, '-')}`,
    );
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw unwritable(folder, error);
    });
    const before = await source.checksums();
    const counts = await source.counts();
    const desk = await source.desk();
    const planned = planDesk(desk, (type) => isWanted(type, options.types));
    refuseUnknown(
      options.types,
      [...planned.lists.values()].map(({ typeId, name }) => ({ id: typeId, name })),
    );
    const { matches, discrepancies } = await this.people.match(source.name, desk, options.createsUsers);
    const accounts = new Set([...matches].flatMap(([id, { hasAccount }]) => (hasAccount ? [id] : [])));
    const fields = planFields(
      (await source.extras?.fieldSets()) ?? [],
      await this.fields.here(source.name),
      source.name,
    );
    const parse: Brief['parse'] = (kind, value, of) => this.arriving.parse(kind, value, of);
    const brief: Brief = { source, desk, planned, accounts, fields, parse };
    const tally = await Tally.into(join(folder, 'discrepancies.jsonl'));
    await tally.add([...planned.discrepancies, ...discrepancies]);
    await tally.add(orphaned(await source.orphans(MOST_ORPHANS)));
    await tally.add(leftOut(await source.leftOut()));
    await tally.add(unplaced((await source.extras?.unplaced()) ?? []));
    await tally.add([...fields.discrepancies, ...(await this.letters.survey(source.name, planned.letters))]);
    const stages: StageTime[] = [];
    const shared = { folder, source, began, options, counts, planned, stages };
    const stage = async (name: Progress['stage'], work: Work): Promise<void> => {
      stages.push(await this.eachPage(brief, name, counts.tickets, watcher, work));
    };
    if (options.isDryRun) {
      const users = new Map(
        [...matches].flatMap(([id, { principalId }]) => (principalId === null ? [] : [[id, principalId] as const])),
      );
      const survey = this.beside.survey(source, users, new Set(matches.keys()));
      await stage('planning', async (page) => {
        await tally.add(page.flatMap((ticket) => ticket.discrepancies));
        await tally.add(await survey.look(page));
      });
      await tally.add(survey.end());
      await tally.close();
      return writeReport({ ...shared, tally, comparison: null, access: [], isChanged: false, ended: this.clock.now() });
    }
    const hold = await this.runs.take(source.name);
    try {
      fault('migration.taken');
      const place = await this.prepare(brief, matches, options, hold);
      await stage('bringing', async (page) => {
        await this.writePage(page, place, hold, tally);
        await tally.add(await this.beside.bring(page, source, place, hold));
      });
      const comparison = this.comparison.begin(source, place, tally);
      await stage('comparing', async (page) => {
        await this.beside.link(page, source, place, hold);
        await comparison.compare(page);
        fault('migration.compared');
      });
      const isChanged = differ(before, await source.checksums());
      const access = await this.access.sample(brief, place);
      await tally.close();
      return await writeReport({
        ...shared,
        tally,
        comparison: await comparison.end(options.types.length > 0 ? null : counts),
        access,
        isChanged,
        ended: this.clock.now(),
      });
    } finally {
      await this.runs.release(hold);
    }
  }

  /** Makes who and what tickets hang on. */
  private async prepare(
    brief: Brief,
    matches: ReadonlyMap<number, Match>,
    options: Options,
    hold: Hold,
  ): Promise<Place> {
    const { source, desk, planned, accounts } = brief;
    const internal = new Set(desk.groups.find(({ builtIn }) => builtIn === 'internal')?.members ?? []);
    const users = new Map<number, number>();
    for (let at = 0; at < desk.users.length; at += USERS_AT_ONCE) {
      const some = desk.users.slice(at, at + USERS_AT_ONCE);
      const made = await this.runs.within(hold, async () => {
        const ids: [number, number][] = [];
        for (const user of some) {
          const match = matches.get(user.id);
          const id = match ? await this.people.settle(source.name, user, match, internal.has(user.id)) : null;
          if (id !== null) ids.push([user.id, id]);
        }
        return ids;
      });
      for (const [id, principal] of made) users.set(id, principal);
      fault('migration.people');
    }
    const groupings = await this.runs.within(hold, () => this.lists.groupings(source.name, planned));
    await this.runs.within(hold, () => this.lists.replies(source.name, planned));
    const lists = new Map<number, MadeList>();
    for (const list of planned.lists.values()) {
      const made = await this.runs.within(hold, () => this.lists.list(source.name, list, desk, groupings, users));
      lists.set(list.typeId, made);
      fault('migration.list');
    }
    const fieldIds = await this.runs.within(hold, () => this.fields.bring(source.name, brief.fields, lists));
    await this.runs.within(hold, () => this.letters.bring(source.name, planned.letters));
    return { source: source.name, lists, users, accounts, standIn: options.standIn, fieldIds };
  }

  private async writePage(page: readonly PlannedTicket[], place: Place, hold: Hold, tally: Tally): Promise<void> {
    await tally.add(page.flatMap((ticket) => ticket.discrepancies));
    const remarks = await this.runs.within(hold, async () => {
      const known = await this.rows.known(
        place.source,
        TICKETS,
        page.map(({ source }) => source.id),
      );
      const fresh = page.filter(({ source }) => !known.has(source.id));
      if (fresh.length > 0) await this.writer.store(fresh, place);
      fault('migration.page.stored');
      return known.size === 0 ? [] : this.catchUp.bring(page, known, place);
    });
    fault('migration.page.brought');
    await tally.add(remarks);
  }

  private async eachPage(
    brief: Brief,
    stage: Progress['stage'],
    total: number,
    watcher: Watcher,
    work: Work,
  ): Promise<StageTime> {
    let began = this.clock.monotonic();
    let [done, messages] = [0, 0];
    await watcher.hear({ stage, done, total, messages, elapsed: 0 });
    for await (const page of ahead(pagesOf(brief))) {
      if (watcher.signal.aborted)
        throw new Problem('Stopped: what was brought stays, and the next run goes on from there', 409);
      await work(page);
      done += page.length;
      for (const ticket of page) messages += ticket.messages.length;
      const now = this.clock.monotonic();
      await watcher.hear({ stage, done, total, messages, elapsed: now - began });
      // Of how fast it is, waiting says nothing.
      began += this.clock.monotonic() - now;
    }
    return { stage, tickets: done, messages, seconds: Math.round(this.clock.monotonic() - began) / 1000 };
  }
}

function isWanted(type: { readonly id: number; readonly name: string }, wanted: readonly string[]): boolean {
  return (
    wanted.length === 0 ||
    wanted.some((word) => word === String(type.id) || word.toLowerCase() === type.name.toLowerCase())
  );
}

function refuseUnknown(
  wanted: readonly string[],
  types: readonly { readonly id: number; readonly name: string }[],
): void {
  const unknown = wanted.filter((word) => !types.some((type) => isWanted(type, [word])));
  if (unknown.length > 0) throw new Problem(`There is no type ${unknown.map((word) => `"${word}"`).join(', ')} there`);
}

function differ(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): boolean {
  return JSON.stringify([...before]) !== JSON.stringify([...after]);
}
