import { QueryFailedError } from 'typeorm';
import type { Answer, Way } from './short-way';

/** What mysql2 answers by: a pool, or a connection of it. */
export interface Asked {
  format(statement: string, values: readonly unknown[]): string;
  query(statement: string, values: readonly unknown[], done: (error: Error | null, raw: unknown) => void): void;
}

/** Runs one statement after the other. */
export function mysqlWay(connect: () => Promise<Asked>): Way {
  const ask = async (statement: string, values: readonly unknown[]): Promise<Answer> => {
    const asked = await connect();
    try {
      return answerOf(await rawOf(asked, statement, values));
    } catch (error) {
      throw new QueryFailedError(statement, [...values], error as Error);
    }
  };
  return { ask, put: ask };
}

/** What the driver answers to one statement. */
export function rawOf(asked: Asked, statement: string, values: readonly unknown[] = []): Promise<unknown> {
  return new Promise((resolve, reject) => {
    asked.query(statement, values, (error, raw) => {
      if (error) reject(error);
      else resolve(raw);
    });
  });
}

export function answerOf(raw: unknown): Answer {
  if (Array.isArray(raw)) return { raw, records: raw };
  return { raw, records: [], affected: (raw as { affectedRows: number }).affectedRows };
}
