import type { z } from 'zod';
import { Problem } from '../problem';

/** The body of a request, checked. @throws Problem naming what cannot be used */
export function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Problem(`${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'cannot be used'}`);
}
