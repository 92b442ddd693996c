import { z } from 'zod';
import type { Options } from '../field-kind';

const Choice = z.strictObject({ value: z.string().min(1).max(60), text: z.string().trim().min(1).max(190) });

/** Options of the kinds whose values are chosen from a list. */
export const choiceOptions: z.ZodType<Options> = z
  .strictObject({ options: z.array(Choice).min(1).max(500) })
  .refine(({ options }) => new Set(options.map(({ value }) => value)).size === options.length, 'values must differ');

/** Value → text of the choices. */
export function choicesOf({ options }: Options): ReadonlyMap<string, string> {
  return new Map((options as z.infer<typeof Choice>[]).map(({ value, text }) => [value, text]));
}
