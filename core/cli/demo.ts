import { Credentials } from '../auth/credentials.service';
import { Directory } from '../auth/directory.service';
import type { Demo } from '../module/contract';
import type { Host } from '../module/host';
import { Random } from '../ports/random';

const PEOPLE = [
  { username: 'ada', name: 'Ada Brouwer', email: 'ada@example.org', role: 'manager', isInternal: true },
  { username: 'bram', name: 'Bram de Wit', email: 'bram@example.org', role: 'agent', isInternal: true },
  { username: 'carla', name: 'Carla Jansen', email: 'carla@example.com', role: 'customer', isInternal: false },
  { username: 'daniel', name: 'Daniël Óskarsson', email: 'daniel@example.net', role: 'customer', isInternal: false },
] as const;

/** Fills a new host with a small believable desk and prints who can sign in. */
export async function fillDemo(host: Host, demos: readonly Demo[], say: (line: string) => void): Promise<void> {
  const directory = host.get(Directory);
  const password = host.get(Random).bytes(9).toString('base64url');
  const people = new Map<string, number>();
  for (const person of PEOPLE) {
    const id = await host.database.transaction(() => directory.createUser(person));
    await host.get(Credentials).setPassword(id, password);
    people.set(person.username, id);
  }
  for (const demo of demos) await host.database.transaction(() => demo.fill(people));
  for (const { username, role } of PEOPLE) say(`demo ${role}: ${username} / ${password}`);
}
