import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { Database } from '../../core/database/database';
import { Upload } from '../../core/files/blob.entity';
import { delay } from '../../core/ports/timers';
import { mulberry32 } from '../../core/testing/mulberry32';
import { type TestDatabase, testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

const seed = Number(process.env['GROUPWARE_TEST_SEED'] ?? Date.now() % 2 ** 31);
const noModules = mkdtempSync(join(tmpdir(), 'groupware-no-modules-'));

/** A row of a plain table of the core; nothing but this test makes these. */
const row = (unit: number, part: number) => ({
  blobId: `unit ${String(unit)} part ${String(part)}`,
  userId: 1,
  size: unit,
  type: 'text/plain',
  createdAt: new Date('2026-11-23T10:00:00Z'),
});

class OnPurpose extends Error {}

afterAll(() => {
  rmSync(noModules, { recursive: true });
});

describe.each(testDatabases())(`writes on $name (GROUPWARE_TEST_SEED=${String(seed)})`, (kind: TestDatabase) => {
  let host: TestHost;
  let database: Database;
  const parts = async (unit: number): Promise<number> => database.manager.countBy(Upload, { size: unit });

  beforeAll(async () => {
    host = await TestHost.start(kind, { modulesFolder: noModules });
    database = host.database;
  });
  afterAll(() => host.drop());
  beforeEach(() => database.transaction(() => database.manager.query('DELETE FROM core_upload')));

  // First of all: the very first connection must refuse as every other does.
  test('a write outside a transaction fails loudly on every connection and writes nothing', async () => {
    const { manager } = database;
    await expect(manager.insert(Upload, row(1, 1))).rejects.toThrow(/read.?only/i);
    const more = Array.from({ length: 25 }, (_, part) => manager.insert(Upload, row(1, part)));
    for (const end of await Promise.allSettled(more)) expect(end.status).toBe('rejected');
    await expect(manager.save(Upload, row(1, 2))).rejects.toThrow(/read.?only/i);
    await expect(manager.query('DELETE FROM core_account')).rejects.toThrow(/read.?only/i);
    expect(() => database.unit).toThrow('This needs a transaction');
    expect(() => {
      database.afterCommit(() => undefined);
    }).toThrow('This needs a transaction');
    expect(await parts(1)).toBe(0);
  });

  test('200 overlapping units: what was acknowledged is there as a whole, of the rest there is nothing', async () => {
    const random = mulberry32(seed);
    const plans = Array.from({ length: 200 }, () => ({
      begins: random() * 200,
      between: random() * 8,
      fails: random() < 0.3,
      looks: random() < 0.2,
    }));
    const effects: number[] = [];
    const seenHalf: number[] = [];
    const ends = await Promise.all(
      plans.map(async ({ begins, between, fails, looks }, unit) => {
        await delay(begins);
        try {
          await database.transaction(async () => {
            await database.manager.save(Upload, row(unit, 1));
            database.afterCommit(() => effects.push(unit));
            await delay(between);
            if (fails && random() < 0.5) throw new OnPurpose();
            // A transaction inside joins the one at hand: it lives and dies with it.
            await database.transaction(() => database.manager.insert(Upload, row(unit, 2)));
            if (fails) throw new OnPurpose();
          });
          if (looks && (await parts(unit)) !== 2) seenHalf.push(unit);
          return 'acknowledged';
        } catch (error) {
          return error instanceof OnPurpose ? 'rolled back' : String(error);
        }
      }),
    );
    // Somebody who reads meanwhile is another request: it sees a unit as a whole or not at all.
    const kept = await Promise.all(plans.map((_, unit) => parts(unit)));
    expect(ends.map((end, unit) => [unit, end, kept[unit]])).toEqual(
      plans.map(({ fails }, unit) => [unit, fails ? 'rolled back' : 'acknowledged', fails ? 0 : 2]),
    );
    expect(ends.filter((end) => end === 'rolled back').length).toBeGreaterThan(30);
    expect(seenHalf).toEqual([]);
    const acknowledged = plans.flatMap(({ fails }, unit) => (fails ? [] : [unit]));
    expect(effects.sort((a, b) => a - b)).toEqual(acknowledged);
  });

  test('nobody else reads what is not committed', async () => {
    let reached = (): void => undefined;
    const written = new Promise<void>((resolve) => {
      reached = resolve;
    });
    let goOn = (): void => undefined;
    const mayEnd = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const unit = database.transaction(async () => {
      await database.manager.insert(Upload, row(1, 1));
      expect(await parts(1)).toBe(1);
      reached();
      await mayEnd;
      throw new OnPurpose();
    });
    await written;
    expect(await parts(1)).toBe(0);
    goOn();
    await expect(unit).rejects.toThrow(OnPurpose);
    expect(await parts(1)).toBe(0);
  });

  test('a write that nobody waited for, after its transaction ended, fails instead of joining another', async () => {
    let straggler: Promise<unknown> = Promise.resolve();
    let nested: Promise<unknown> = Promise.resolve();
    await database.transaction(async () => {
      await database.manager.insert(Upload, row(1, 1));
      straggler = delay(30).then(() => database.manager.insert(Upload, row(1, 2)));
      straggler.catch(() => undefined);
      // A transaction begun late is one of its own.
      nested = delay(30).then(() =>
        database.transaction(async () => {
          await database.manager.insert(Upload, row(2, 1));
          throw new OnPurpose();
        }),
      );
      nested.catch(() => undefined);
    });
    await expect(straggler).rejects.toThrow();
    await expect(nested).rejects.toThrow(OnPurpose);
    expect([await parts(1), await parts(2)]).toEqual([1, 0]);
  });

  test('a savepoint that fails takes back its writes and its effects alone', async () => {
    const effects: string[] = [];
    await database.transaction(async () => {
      await database.manager.insert(Upload, row(1, 1));
      database.afterCommit(() => effects.push('kept'));
      const inner = database.savepoint(async () => {
        await database.manager.insert(Upload, row(2, 1));
        await database.unit.put('UPDATE core_upload SET size = 3 WHERE size = 1', []);
        database.afterCommit(() => effects.push('dropped'));
        throw new OnPurpose();
      });
      await expect(inner).rejects.toThrow(OnPurpose);
    });
    expect([await parts(1), await parts(2), effects]).toEqual([1, 0, ['kept']]);
  });

  if (kind.name === 'mariadb') {
    test.each([1213, 1205, 1020])(
      'error %i at any statement: the whole unit runs again, its effects once',
      async (errno) => {
        for (const failing of [1, 2, 3]) {
          let runs = 0;
          const effects: number[] = [];
          const step = async (number: number): Promise<void> => {
            // What the server says at this statement, in its own words; or at the next one, with which it goes.
            if (number !== failing || runs > 2) return;
            const signal = "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = ?";
            await (runs === 1 ? database.manager.query(signal, [errno]) : database.unit.put(signal, [errno]));
          };
          await database.transaction(async () => {
            runs += 1;
            database.afterCommit(() => effects.push(runs));
            await step(1);
            await database.manager.insert(Upload, row(failing, 1));
            await step(2);
            await database.manager.insert(Upload, row(failing, 2));
            await step(3);
          });
          expect({ runs, effects, parts: await parts(failing) }).toEqual({ runs: 3, effects: [3], parts: 2 });
        }
      },
    );

    test('a write that fails with a later statement ends the transaction, whatever comes after it', async () => {
      const put = (unit: number, part: number): Promise<void> =>
        database.unit.put(
          "INSERT INTO core_upload (blobId, userId, size, type, createdAt) VALUES (?, 1, ?, '', NOW())",
          [`put ${String(unit)} ${String(part)}`, unit],
        );
      await database.transaction(async () => {
        await put(1, 1);
        // In the order in which they came.
        expect(await Promise.all([parts(1), put(1, 2).then(() => parts(1))])).toEqual([1, 2]);
        await put(1, 3);
      });
      expect(await parts(1)).toBe(3);
      const refused: string[] = [];
      const unit = database.transaction(async () => {
        await put(2, 1);
        await database.unit.put('DELETE FROM core_nothing', []);
        await put(2, 2);
        for (const later of [() => parts(2), () => database.manager.insert(Upload, row(2, 3))]) {
          await later().catch((error: unknown) => refused.push(String(error)));
          await put(2, 4 + refused.length);
        }
      });
      await expect(unit).rejects.toThrow('core_nothing');
      expect(refused).toEqual(Array.from({ length: 2 }, () => expect.stringContaining('core_nothing') as string));
      // With the commit itself, too.
      const last = database.transaction(async () => {
        await put(2, 1);
        await database.unit.put('DELETE FROM core_nothing', []);
      });
      await expect(last).rejects.toThrow('core_nothing');
      // What still waits when the work fails never goes.
      const failed = database.transaction(async () => {
        await put(2, 1);
        await database.unit.put('DELETE FROM core_nothing', []);
        throw new OnPurpose();
      });
      await expect(failed).rejects.toThrow(OnPurpose);
      await database.transaction(() => put(3, 1));
      expect([await parts(2), await parts(3)]).toEqual([0, 1]);
    });

    test('a real deadlock: its victim runs again and both sides are stored', async () => {
      await database.transaction(() => database.manager.insert(Upload, row(1, 1)));
      const other = await createConnection({ uri: host.configuration.databaseUrl ?? '' });
      let runs = 0;
      const effects: number[] = [];
      try {
        await other.query('START TRANSACTION');
        // Many changed rows: the server takes back whoever changed less, and that shall be us.
        for (let n = 2; n < 40; n++) {
          await other.query(
            "INSERT INTO core_upload (blobId, userId, size, type, createdAt) VALUES (?, 2, 9, '', NOW())",
            [`other ${String(n)}`],
          );
        }
        await other.query('UPDATE core_upload SET userId = 3 WHERE size = 1');
        const ours = database.transaction(async () => {
          runs += 1;
          database.afterCommit(() => effects.push(runs));
          await database.manager.update(Upload, { size: 1 }, { userId: 4 });
          await database.manager.insert(Upload, row(1, 2));
        });
        await delay(300);
        // We wait for their row with the account's row in hand; now they want that one.
        await other.query('UPDATE core_account SET seq = seq + 1000 WHERE id = 1');
        await other.query('COMMIT');
        await ours;
      } finally {
        await other.end();
      }
      expect(runs).toBe(2);
      expect(effects).toEqual([2]);
      expect(await database.manager.countBy(Upload, { userId: 2 })).toBe(38);
      expect(await database.manager.countBy(Upload, { size: 1, userId: 4 })).toBe(1);
      expect(await parts(1)).toBe(2);
    });
  }
});
