import { z } from 'zod';
import { MethodError } from './errors';

/** Id (RFC 8620 §1.2), of whatever characters: what is no id of ours is one of nothing. */
export const id = z.string().min(1).max(255);
/** UnsignedInt (RFC 8620 §1.3). */
export const count = z
  .number()
  .int()
  .min(0)
  .max(2 ** 53 - 1);
const filterTree = z.record(z.string(), z.unknown()).nullable().default(null);
const comparator = z.strictObject({
  property: z.string(),
  isAscending: z.boolean().default(true),
  collation: z.string().optional(),
});

/** Arguments of the standard methods (RFC 8620 §5). `accountId` is checked by the dispatcher. */
export const Arguments = {
  get: z.strictObject({
    accountId: id,
    ids: z.array(id).nullable().default(null),
    properties: z.array(z.string()).nullable().default(null),
  }),
  set: z.strictObject({
    accountId: id,
    ifInState: z.string().nullable().default(null),
    create: z.record(z.string(), z.record(z.string(), z.unknown())).nullable().default(null),
    update: z.record(z.string(), z.record(z.string(), z.unknown())).nullable().default(null),
    destroy: z.array(id).nullable().default(null),
  }),
  changes: z.strictObject({
    accountId: id,
    sinceState: z.string(),
    maxChanges: count.min(1).nullable().default(null),
  }),
  query: z.strictObject({
    accountId: id,
    filter: filterTree,
    sort: z.array(comparator).nullable().default(null),
    position: z.number().int().default(0),
    anchor: id.nullable().default(null),
    anchorOffset: z.number().int().default(0),
    limit: count.nullable().default(null),
    calculateTotal: z.boolean().default(false),
  }),
  queryChanges: z.strictObject({
    accountId: id,
    filter: filterTree,
    sort: z.array(comparator).nullable().default(null),
    sinceQueryState: z.string(),
    maxChanges: count.min(1).nullable().default(null),
    upToId: id.nullable().default(null),
    calculateTotal: z.boolean().default(false),
  }),
} as const;

export type GetArguments = z.infer<(typeof Arguments)['get']>;
export type SetArguments = z.infer<(typeof Arguments)['set']> & { readonly withContents: boolean };
export type ChangesArguments = z.infer<(typeof Arguments)['changes']>;
export type QueryArguments = z.infer<(typeof Arguments)['query']>;
export type QueryChangesArguments = z.infer<(typeof Arguments)['queryChanges']>;

/** @throws MethodError invalidArguments naming the argument. */
export function parseArguments<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.join('/') ?? '';
  throw MethodError.invalidArguments(`${path === '' ? 'The arguments' : path}: ${issue?.message ?? 'cannot be used'}`);
}

/**
 * @param contents the type's own argument that has the contents of a destroyed object destroyed too, or null
 * @throws MethodError invalidArguments naming the argument
 */
export function parseSetArguments(value: Readonly<Record<string, unknown>>, contents: string | null): SetArguments {
  if (contents === null) return { ...parseArguments(Arguments.set, value), withContents: false };
  const { [contents]: withContents = false, ...standard } = value;
  if (typeof withContents !== 'boolean') throw MethodError.invalidArguments(`${contents}: must be true or false`);
  return { ...parseArguments(Arguments.set, standard), withContents };
}
