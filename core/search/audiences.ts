import type { Row } from '../jmap/property';
import type { Records } from '../jmap/records';
import type { Types } from '../jmap/types';

/** Audience keys of many rows of a type, by id; those of rows that follow one object are made together. */
export async function audiencesOf(
  type: string,
  rows: readonly Row[],
  types: Types,
  records: Records,
): Promise<Map<number, readonly string[]>> {
  const audiences = new Map<number, readonly string[]>();
  for (const row of rows) {
    if (audiences.has(row.id)) continue;
    const owner = types.get(type).type.foundIn(row);
    const dependent = owner && types.dependentsOf(owner.type).find((candidate) => candidate.type === type);
    const followed = dependent ? await records.find(owner.type, owner.id) : null;
    if (dependent && followed) {
      const keys = await records.audienceOf(owner.type, followed);
      for (const [id, seen] of await dependent.audiences(owner.type, owner.id, keys)) audiences.set(id, seen);
    } else audiences.set(row.id, await records.audienceOf(type, row));
  }
  return audiences;
}
