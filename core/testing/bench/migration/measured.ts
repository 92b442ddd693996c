import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { type Generated, generateSource } from '../../legacy/generated-source';
import { type FreshDatabase, freshSchema, type TestDatabase } from '../../servers/databases';
import { bareCopy } from './bare';
import { type Ran, run } from './child';

/** Messages of a ticket at the average, and the seed of the source. */
const [MESSAGES, SEED] = [5, 1];

/** What a migration cost. */
export interface Measured {
  readonly database: string;
  readonly source: Generated;
  /** Seconds of each stage, by its name. */
  readonly stages: Readonly<Record<string, number>>;
  /** Of reading and inserting the same rows. */
  readonly bare: number;
  readonly peak: Ran['peak'];
  readonly work: Ran['work'];
}

/**
 * Makes a Group-Office database of so many tickets, and measures how long the built program takes to bring them into each
 * of the databases, beside a bare copy of the same rows.
 */
export async function measureMigration(
  databases: readonly TestDatabase[],
  tickets: number,
  say: (line: string) => void,
): Promise<Measured[]> {
  const schema = await freshSchema();
  try {
    const connection = await createConnection({ uri: schema.url, multipleStatements: true, charset: 'utf8mb4_bin' });
    const source = await generateSource(connection, { seed: SEED, tickets, messages: MESSAGES });
    await connection.end();
    say(`made a source of ${tickets.toLocaleString('en')} tickets`);
    const all: Measured[] = [];
    for (const database of databases) {
      const fresh = await database.fresh();
      try {
        all.push(await measureOne(database.name, fresh, schema.url, source, say));
      } finally {
        await fresh.drop();
      }
    }
    return all;
  } finally {
    await schema.drop();
  }
}

async function measureOne(
  database: string,
  fresh: FreshDatabase,
  from: string,
  source: Generated,
  say: (line: string) => void,
): Promise<Measured> {
  const environment = {
    GROUPWARE_DATA: fresh.data,
    GROUPWARE_SMTP_PORT: '-1',
    ...(fresh.url === undefined ? {} : { GROUPWARE_DATABASE_URL: fresh.url }),
  };
  const bare = await bareCopy(from, fresh);
  say(`${database}: bare copy ${bare.toFixed(1)} s`);
  const reports = await mkdtemp(join(tmpdir(), 'groupware-reports-'));
  try {
    await must(['module', 'install', 'tickets-to-support'], environment);
    const words = ['tickets', 'migrate', '--from', from, '--name', 'bench', '--create-users', '--report', reports];
    const { peak, work } = await must(words, environment);
    const [folder = ''] = await readdir(reports);
    const report = JSON.parse(await readFile(join(reports, folder, 'report.json'), 'utf8')) as {
      readonly stages: readonly { readonly stage: string; readonly seconds: number }[];
    };
    const stages = Object.fromEntries(report.stages.map(({ stage, seconds }) => [stage, seconds]));
    say(`${database}: ${JSON.stringify(stages)}`);
    return { database, source, stages, bare, peak, work };
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

/** @throws Error with all that it said when it does not go well */
async function must(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ran> {
  const ran = await run(words, environment);
  if (ran.code !== 0) throw new Error(`groupware ${words.join(' ')} ended with ${String(ran.code)}:\n${ran.said}`);
  return ran;
}
