import { isIPv6 } from 'node:net';
import { loginName } from './login-name';
import type { Bucket } from './rate-limit';

/** Who stands at the door, before it is known who they are. */
export interface Visitor {
  /** Network address. */
  readonly address: string;
  /** The cookie of a device on which somebody has signed in before. */
  readonly device?: string | undefined;
  /** Secret of a session that is still there. */
  readonly session?: string | undefined;
  /** Row of the session by which this very request came. */
  readonly sessionId?: number | undefined;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * What a try to sign in by a password is counted under.
 *
 * A browser on which this very person has signed in before counts by itself, so that the guesses of strangers,
 * wherever they come from and however many they are, never shut it out. Everybody else counts by name and network, by
 * network (one guesser, many names), and by name (one name, many guessers). The last two do not count where the person
 * is at home, in a network from which they are signed in now: the program of a colleague with an old password must
 * not shut out the office.
 *
 * @param known names the browser or session known for this person, or null
 */
export function signInBuckets(name: string, address: string, known: string | null, isAtHome: boolean): Bucket[] {
  if (known !== null) return [{ name: `sign-in known ${known}`, most: 10, seconds: 5 * MINUTE }];
  const network = networkOf(address);
  const who = loginName(name);
  const here = { name: `sign-in at ${network} as ${who}`, most: 10, seconds: 5 * MINUTE };
  if (isAtHome) return [here];
  return [
    here,
    { name: `sign-in at ${network}`, most: 100, seconds: 5 * MINUTE },
    { name: `sign-in as ${who}`, most: 100, seconds: HOUR },
  ];
}

/** What the use of a link to set a password is counted under. The links cannot be guessed; the work is what costs. */
export function linkBuckets(address: string): Bucket[] {
  return [{ name: `link ${networkOf(address)}`, most: 30, seconds: 5 * MINUTE }];
}

/**
 * What asking for a link by mail is counted under. A browser on which somebody has signed in before counts by itself:
 * however often strangers in the same network ask, it is heard. What is asked for does not count here, so that the
 * answer says nothing about it.
 */
export function askingBuckets(address: string, knownDevice: string | null): Bucket[] {
  if (knownDevice !== null) return [{ name: `ask device ${knownDevice}`, most: 10, seconds: HOUR }];
  return [{ name: `ask ${networkOf(address)}`, most: 30, seconds: HOUR }];
}

/**
 * What the links sent to one person are counted under. As many as are sent within an hour are valid for that long, so
 * that whoever is refused a further one has those in the mailbox; and their own browser has a count of its own.
 */
export function sendingBuckets(to: string, knownDevice: string | null): Bucket[] {
  return [{ name: `links to ${to} by ${knownDevice ?? 'strangers'}`, most: 3, seconds: HOUR }];
}

/** The network that one customer of a provider has: an IPv4 address, or the /64 of an IPv6 address (RFC 6177). */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  const first = [...before, ...zeros, ...after].slice(0, 4);
  return `${first.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
