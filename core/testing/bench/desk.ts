import { User } from '../../auth/principal.entity';
import type { Client } from '../client';
import type { TestHost } from '../test-host';

/** The people and lists of the bench, all made by the program itself. */
export interface Desk {
  readonly admin: Client;
  /** Reads and writes a fifth of the lists. */
  readonly agent: Client;
  /** The first of the customers, who files into the first list. */
  readonly customer: Client;
  readonly lists: readonly { readonly id: number; readonly aclId: number }[];
}

/** Lists with this many teams of agents in turn. */
const TEAMS = 5;

export async function makeDesk(host: TestHost, lists: number): Promise<Desk> {
  const admin = await host.admin();
  const agent = await host.person('agent', { permissions: ['support:use'] });
  await host.person('customer', { isInternal: false });
  const principals = await admin.get<{ id: string; name: string }>('Principal', null);
  const everyone = principals.list.find(({ name }) => name === 'Everyone')?.id ?? '';
  for (let n = 0; n < lists; n++) {
    const rights = n % TEAMS === 0 ? { [agent.principalId]: { mayRead: true, mayCreate: true, mayWrite: true } } : {};
    const shareWith = { [everyone]: { maySubmit: true }, ...rights };
    await admin.create('TaskList', { name: `List ${String(n)}`, role: 'support', shareWith });
  }
  return deskOf(host);
}

/** The desk that was made in this database before. */
export async function deskOf(host: TestHost): Promise<Desk> {
  const { manager } = host.database;
  const clientOf = async (username: string): Promise<Client> =>
    host.clientOf((await manager.findOneByOrFail(User, { username })).id);
  return {
    admin: await host.admin(),
    agent: await clientOf('agent'),
    customer: await clientOf('customer'),
    lists: await manager.query("SELECT id, aclId FROM tasks_list WHERE name LIKE 'List %' ORDER BY id"),
  };
}
