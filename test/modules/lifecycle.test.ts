import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { testDatabases } from '../../core/testing/servers/databases';
import { Driver } from './lifecycle-driver';
import { type Command, Model, sequences } from './lifecycle-model';

const mockReached = jest.fn();
jest.mock('../../core/ports/fault', () => ({
  fault: (name: string): void => {
    mockReached(name);
  },
}));

/** `GROUPWARE_TEST_SEED` repeats a run. */
const seed = Number(process.env['GROUPWARE_TEST_SEED'] ?? randomInt(2 ** 31));
const SEQUENCES = { sqlite: 2_000, mariadb: 100 } as const;

describe.each(testDatabases())('$name', (database) => {
  const runs = SEQUENCES[database.name];

  test(`${String(runs)} random sequences leave nothing behind and change nobody else's answers (GROUPWARE_TEST_SEED=${String(seed)})`, async () => {
    const driver = await Driver.start(database);
    mockReached.mockImplementation(() => {
      driver.reached();
    });
    const model = new Model();
    let history: Command[] = [];
    try {
      for (const sequence of fc.sample(sequences, { seed, numRuns: runs })) {
        // One goes on where the other ended; what happened since there was nothing explains all that is there.
        if (model.isEmpty) history = [];
        for (const command of sequence) {
          history.push(command);
          await driver.do(command, model);
        }
        expect(await driver.answers(model)).toEqual(model.answers());
        expect(await driver.leftovers(model)).toEqual([]);
      }
    } catch (error) {
      await driver.drop().catch(() => undefined);
      const steps = history.map((command) => JSON.stringify(command)).join('\n');
      throw new Error(`${(error as Error).message}\nafter\n${steps}`, { cause: error });
    }
    await driver.drop();
  }, 1_800_000);
});
