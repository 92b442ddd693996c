import type { Client } from '../../core/testing/client';
import type { Json } from './json';
import type { Outcome } from './type-row';

/** Filters whose wire value is a list. */
export function filterBy(filter: string, id: string): Json {
  if (filter === 'entityId') return { entityType: 'Task', entityId: id };
  if (filter === 'entity') return { entity: { type: 'Task', id } };
  return { [filter]: filter === 'accountId' || filter === 'customerId' ? id : [id] };
}

/** Calls in as many requests as needed; their results. */
export async function ask(client: Client, calls: readonly (readonly [string, Json])[]): Promise<Json[]> {
  const results: Json[] = [];
  for (let start = 0; start < calls.length; start += 30) {
    for (const [, result] of await client.request(...calls.slice(start, start + 30))) results.push(result);
  }
  return results;
}

export function outcome(done: unknown, errors: unknown, key: string): Outcome | 'missing' {
  if (Object.hasOwn(done ?? {}, key)) return 'done';
  const error = ((errors ?? {}) as Json)[key] as Json | undefined;
  if (!error) return 'missing';
  return error['type'] === 'notFound' ? 'notFound' : 'refused';
}

export function sorted(ids: readonly string[]): string[] {
  return [...ids].sort();
}

export function masked(value: unknown, id: string): string {
  return JSON.stringify(value).replaceAll(`"${id}"`, '"#"').replaceAll(`\\"${id}\\"`, '"#"');
}
