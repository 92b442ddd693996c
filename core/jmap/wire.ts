import { z } from 'zod';
import { RequestError } from './errors';

/** Name, arguments, call id (RFC 8620 §3.2). */
export type Invocation = [name: string, args: Record<string, unknown>, callId: string];

const Request = z.object({
  using: z.array(z.string()),
  methodCalls: z.array(z.tuple([z.string(), z.record(z.string(), z.unknown()), z.string()])),
  createdIds: z.record(z.string(), z.string()).optional(),
});

export interface JmapRequest {
  readonly using: readonly string[];
  readonly methodCalls: readonly Invocation[];
  readonly createdIds?: Readonly<Record<string, string>> | undefined;
}

export interface JmapResponse {
  readonly methodResponses: readonly Invocation[];
  readonly sessionState: string;
  readonly createdIds?: Record<string, string>;
}

/** @throws RequestError notRequest */
export function parseRequest(body: unknown): JmapRequest {
  const result = Request.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw RequestError.notRequest(`${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'not a Request object'}`);
}
