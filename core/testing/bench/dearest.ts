import { measure } from './measure';
import type { Line } from './questions';

/** Asks all of these, `rounds` times each, and answers the one that took longest at its 95th percentile, by name. */
export async function dearest(
  what: string,
  questions: Readonly<Record<string, () => Promise<number>>>,
  rounds: number,
): Promise<Line> {
  let size = 0;
  let found: Pick<Line, 'name' | 'program'> | undefined;
  for (const [name, ask] of Object.entries(questions)) {
    // Of some nothing is found, which says nothing against the others.
    size = Math.max(size, await ask());
    const program = await measure(rounds, ask);
    if (found === undefined || program.p95 > found.program.p95)
      found = { name: `${what}: the dearest is ${name}`, program };
  }
  if (found === undefined) throw new Error(`${what}: nothing to ask`);
  return { ...found, size, raw: null };
}
