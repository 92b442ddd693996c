import { Directory } from '../../auth/directory.service';
import type { Client } from '../client';
import type { TestHost } from '../test-host';

/** The people and lists of the bench, all made by the program itself. */
export interface Desk {
  readonly admin: Client;
  /** Reads and writes a fifth of the lists. */
  readonly agent: Client;
  readonly customer: Client;
  readonly lists: readonly { readonly id: number; readonly aclId: number }[];
  /** Customer `n` files into list `n % lists.length`. The first is `customer`. */
  readonly customers: readonly { readonly id: number; readonly name: string; readonly email: string }[];
}

/** Lists with this many teams of agents in turn. */
const TEAMS = 5;

export async function makeDesk(host: TestHost, lists: number, customers: number): Promise<Desk> {
  const admin = await host.admin();
  const directory = host.get(Directory);
  const agent = await host.person('agent', { permissions: ['support:use'] });
  const customer = await host.person('customer', { isInternal: false });
  const principals = await admin.get<{ id: string; name: string }>('Principal', null);
  const everyone = principals.list.find(({ name }) => name === 'Everyone')?.id ?? '';
  const made: { id: number; aclId: number }[] = [];
  for (let n = 0; n < lists; n++) {
    const rights = n % TEAMS === 0 ? { [agent.principalId]: { mayRead: true, mayCreate: true, mayWrite: true } } : {};
    const shareWith = { [everyone]: { maySubmit: true }, ...rights };
    const list = await admin.create('TaskList', { name: `List ${String(n)}`, role: 'support', shareWith });
    const [row] = await host.database.manager.query<{ aclId: number }[]>('SELECT aclId FROM tasks_list WHERE id = ?', [
      Number(list.id),
    ]);
    made.push({ id: Number(list.id), aclId: Number(row?.aclId) });
  }
  const people = [{ id: Number(customer.principalId), name: 'Customer', email: 'customer@example.org' }];
  await host.database.transaction(async () => {
    for (let n = 1; n < customers; n++) {
      const [name, email] = [`Customer ${String(n)}`, `customer${String(n)}@example.org`];
      people.push({ id: await directory.createPrincipal('individual', name, email), name, email });
    }
  });
  return { admin, agent, customer, lists: made, customers: people };
}
