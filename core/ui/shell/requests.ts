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

/** What can be done at the door. */
export interface SignInOptions {
  /** A link to choose a new password can be had by mail. */
  passwordReset: boolean;
  /** Anybody may open an account. */
  registration: boolean;
}

/** Waits while the server cannot be reached. */
export async function fetchSignInOptions(): Promise<SignInOptions> {
  return (await connection.patiently('/auth/options')).json() as Promise<SignInOptions>;
}

/** Asks for a link by mail; what is answered says nothing about who there is. @param locale of the page */
export async function askForLink(kind: 'password' | 'registration', typed: string, locale: string): Promise<void> {
  await post('/auth/link', { kind, typed, locale });
}

/** What the invited are shown. */
export interface OpenInvitation {
  email: string;
  name: string;
}

export async function openInvitation(token: string): Promise<OpenInvitation> {
  return (await post('/auth/invitation', { token })).json() as Promise<OpenInvitation>;
}

/** Makes the invited a user, and signs in. */
export async function acceptInvitation(acceptance: {
  token: string;
  name: string;
  username: string;
  password: string;
}): Promise<void> {
  await post('/auth/invitation/accept', acceptance);
}

/** Lets an administrator in as a user. @param password the administrator's own */
export async function actAs(userId: string, password: string): Promise<void> {
  await post('/auth/act-as', { userId, password });
}

/** Lets an administrator be themselves again. */
export async function stopActing(): Promise<void> {
  await post('/auth/back', {});
}
