import { Credentials } from '../../../core/auth/credentials.service';
import { Directory } from '../../../core/auth/directory.service';
import { Principal, User } from '../../../core/auth/principal.entity';
import type { Client } from '../../../core/testing/client';
import { FixedClock } from '../../../core/testing/fixed-clock';
import type { TestDatabase } from '../../../core/testing/servers/databases';
import { PanelsDesk } from '../panels-desk';
import { Acts } from './acts';
import { Mailroom } from './mailroom';
import { COLLEAGUES, emma, finn, gita, type Person, USERS } from './people';
import { Plan } from './plan';

/** The demo's desk without its stories, and with all the people of the day. */
export async function openTheDay(database: TestDatabase): Promise<Acts> {
  const clock = new FixedClock();
  const desk = await PanelsDesk.open(database, { clock });
  const admin = await desk.host.admin();
  for (const id of await admin.query('Task')) await admin.refused('Task', { destroy: id });
  await hire(desk);
  const clients = new Map<string, Client>();
  for (const { key } of [...COLLEAGUES, ...USERS]) clients.set(key, await clientOf(desk, key));
  const mailroom = await Mailroom.open(desk.host);
  await mailroom.begin();
  return new Acts(desk, clock, new Plan(), mailroom, clients, admin);
}

async function hire(desk: PanelsDesk): Promise<void> {
  const { database } = desk.host;
  const directory = desk.host.get(Directory);
  const known = new Set((await database.manager.find(User)).map(({ username }) => username));
  const add = async ({ key, name, address }: Person, isInternal: boolean): Promise<number> => {
    const values = { username: key, name, email: address, isInternal };
    const id = await database.transaction(() => directory.createUser(values));
    await desk.host.get(Credentials).setPassword(id, desk.password);
    return id;
  };
  for (const customer of USERS) if (!known.has(customer.key)) await add(customer, false);
  const agents = await database.manager.findOneByOrFail(Principal, { name: 'Support agents', type: 'group' });
  for (const agent of [emma, gita]) {
    const id = await add(agent, true);
    await database.transaction(() => directory.addMember(agents.id, id));
  }
  // Works on tickets, and on none of those that the group works on.
  const id = await add(finn, true);
  await database.transaction(async () => directory.permit('support:use', await directory.personalGroup(id)));
}

async function clientOf(desk: PanelsDesk, username: string): Promise<Client> {
  const { id } = await desk.host.database.manager.findOneByOrFail(User, { username });
  return desk.host.clientOf(id);
}
