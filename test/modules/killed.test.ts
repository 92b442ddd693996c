import { type FreshDatabase, testDatabases } from '../../core/testing/servers/databases';
import { freePort } from '../../core/testing/servers/ports';
import { Person } from '../faults/person';
import { Program } from '../faults/program';
import { Stored } from '../faults/stored';
import { fromElsewhere, place, richModule } from './fixture-modules';

const PASSWORD = 'a password long enough';

describe.each(testDatabases())('on $name', (database) => {
  let fresh: FreshDatabase;
  let environment: Record<string, string>;
  let url: string;
  const programs: Program[] = [];

  beforeAll(async () => {
    fresh = await database.fresh();
    for (const module of [richModule('jottings', 'Jotting'), richModule('scribbles', 'Scribble')])
      place(fresh.data, fromElsewhere(module));
    const port = String(await freePort());
    url = `http://localhost:${port}`;
    environment = {
      GROUPWARE_DATA: fresh.data,
      GROUPWARE_PORT: port,
      GROUPWARE_SMTP_PORT: '-1',
      GROUPWARE_ADMIN_PASSWORD: PASSWORD,
      ...(fresh.url === undefined ? {} : { GROUPWARE_DATABASE_URL: fresh.url }),
    };
  });
  afterAll(async () => {
    for (const program of programs) program.kill();
    await Promise.all(programs.map(({ ended }) => ended));
    await fresh.drop();
  });

  function start(args: readonly string[], fault?: string): Program {
    const program = new Program(
      { ...environment, ...(fault === undefined ? {} : { GROUPWARE_TEST_FAULT: fault }) },
      args,
    );
    programs.push(program);
    return program;
  }

  /** Runs `groupware module …` to its end, or until it kills itself at a fault point. @returns what it printed */
  async function module(args: string, fault?: string): Promise<string> {
    const program = start(['module', ...args.split(' ')], fault);
    const end = await program.end();
    expect([args, fault, end, program.complained]).toEqual([args, fault, fault === undefined ? 0 : 'SIGKILL', '']);
    return program.printed;
  }

  async function stateOf(name: string): Promise<string> {
    return new RegExp(`^${name} +(\\w+)`, 'm').exec(await module('list'))?.[1] ?? '';
  }

  /** What is wanted of the module `jottings`, as it was stored before the kill. */
  async function wanted(): Promise<string | undefined> {
    const rows = await Stored.open(fresh);
    try {
      const found = await rows.rows<{ wanted: string }>("SELECT wanted FROM core_module_state WHERE name = 'jottings'");
      return found[0]?.wanted;
    } finally {
      await rows.close();
    }
  }

  /** How much there is of two modules, in their own tables and in those of others. */
  async function stored(): Promise<Record<string, number>> {
    const rows = await Stored.open(fresh);
    try {
      expect(await rows.damage()).toEqual([]);
      const tables = await rows.rows<{ name: string }>(
        database.name === 'sqlite'
          ? "SELECT name FROM sqlite_master WHERE type = 'table'"
          : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
      );
      const counts: Record<string, number> = {};
      const count = async (what: string, from: string): Promise<void> => {
        const [row] = await rows.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${from}`);
        counts[what] = Number(row?.n);
      };
      for (const [id, type] of [
        ['jottings', 'Jotting'],
        ['scribbles', 'Scribble'],
      ] as const) {
        counts[`${id} tables`] = tables.filter(({ name }) => name.startsWith(`${id}_`)).length;
        if (counts[`${id} tables`] === 2) await count(`${id} records`, `${id}_record`);
        await count(`${id} migrations`, `core_migration WHERE name LIKE '${id}:%'`);
        await count(`${id} comments`, `comments_comment WHERE entityType = '${type}'`);
        await count(`${id} documents`, `core_search_document WHERE '${type}' IN (type, ownerType)`);
      }
      await count('unfinished', 'core_purge');
      return counts;
    } finally {
      await rows.close();
    }
  }

  const scribbles = { 'scribbles tables': 2, 'scribbles records': 1, 'scribbles migrations': 1 };
  const noJottings = {
    'jottings tables': 0,
    'jottings migrations': 0,
    'jottings comments': 0,
    'jottings documents': 0,
    unfinished: 0,
  };

  test('a module whose installation or deletion was killed is wholly there or wholly away after the next start', async () => {
    await module('install scribbles');
    // Before the wish is kept it was never asked for; from then on each start goes on with it.
    for (let commit = 1; (await wanted()) === 'absent'; commit++) {
      expect(await stored()).toMatchObject({ ...scribbles, ...noJottings });
      await module('install jottings', `core.database.before-commit:${String(commit)}`);
    }
    expect(await stateOf('jottings')).toBe('enabled');
    const whole = {
      ...scribbles,
      'jottings tables': 2,
      'jottings records': 1,
      'jottings migrations': 1,
      'jottings documents': 1,
    };
    expect(await stored()).toMatchObject(whole);

    const serving = await start(['serve']).ready();
    const admin = await Person.signIn(url, 'admin', PASSWORD);
    for (const entityType of ['Jotting', 'Scribble'])
      await admin.create('Comment', { entityType, entityId: '1', text: 'Kept' });
    expect(await serving.stop()).toBe(0);
    const used = { 'scribbles comments': 1, 'scribbles documents': 2 };
    expect(await stored()).toMatchObject({ ...whole, ...used, 'jottings comments': 1, 'jottings documents': 2 });

    await module('disable jottings');
    await module('delete jottings --confirm jottings', 'core.start.removing:1');
    await module('list', 'core.start.dropped:1');
    await module('list', 'core.start.purged:3');
    expect(await stateOf('jottings')).toBe('absent');
    expect(await stored()).toMatchObject({ ...scribbles, ...used, ...noJottings });

    await module('install jottings', 'core.start.step:1');
    await module('list', 'core.start.step:1');
    expect(await stateOf('jottings')).toBe('enabled');
    expect(await stored()).toMatchObject({ ...whole, ...used, 'jottings comments': 0 });
  }, 600_000);
});
