import { Connection } from '../store/connection';
import type { Session } from '../store/types';

/** Requests around signing in, when there is no store yet. All reject with `RequestFailed`. */
const connection = new Connection(() => undefined);

const post = (url: string, body: object) =>
  connection.once(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

/** The session of the signed-in user (RFC 8620 §2). Waits while the server cannot be reached. */
export async function fetchSession(): Promise<Session> {
  return (await connection.patiently('/.well-known/jmap')).json() as Promise<Session>;
}

export async function logIn(username: string, password: string): Promise<void> {
  await post('/auth/login', { username, password });
}

export async function logOut(): Promise<void> {
  await post('/auth/logout', {});
}

/** Sets a password by the token of a first-login or reset link, and signs in. */
export async function setPassword(token: string, password: string): Promise<void> {
  await post('/auth/password', { token, password });
}
