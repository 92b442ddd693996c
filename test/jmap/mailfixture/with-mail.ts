import type { Container } from 'inversify';
import { type DataSource, Table } from 'typeorm';
import { Session } from '../../../core/jmap/session';
import { Types } from '../../../core/jmap/types';
import { bindModule } from '../../../core/module/bind';
import { Contributions } from '../../../core/module/contributions';
import { Modules } from '../../../core/module/modules';
import type { TestHost } from '../../../core/testing/test-host';
import { EmailBlobs, EmailImport, EmailType, MAIL } from './email.type';
import { Email, Mailbox } from './mail.entities';
import { MailboxType } from './mailbox.type';

const ID = 'mailfixture';
const ENTITIES = [Mailbox, Email];
/** What RFC 8621 §1.3.1 has an account say. */
const ACCOUNT_CAPABILITY = {
  maxMailboxesPerEmail: 1,
  maxMailboxDepth: null,
  maxSizeMailboxName: 100,
  maxSizeAttachmentsPerEmail: 50_000_000,
  emailQuerySortOptions: ['receivedAt', 'size', 'subject'],
  mayCreateTopLevelMailbox: true,
};

/** Members that only this file reaches into: what the product has no use for. */
interface Inside {
  readonly container: Container;
  readonly connections: { readonly writer: DataSource; readonly reader: DataSource };
}
interface Growing {
  setOptions(options: object): unknown;
  buildMetadatas(): Promise<void>;
}
interface Told {
  capabilities: () => string[];
  describe: (...parameters: never[]) => Record<string, unknown>;
  inAccount: (...parameters: never[]) => Record<string, unknown>;
}

/**
 * Mail (RFC 8621) on the engine of all other types, for JMAP clients and suites that know nothing else. It takes part
 * in a running test host and is in no build.
 */
export async function withMail(host: TestHost): Promise<void> {
  const { connections } = host.database as unknown as Inside;
  for (const source of [connections.writer, connections.reader]) {
    const known = source.entityMetadatas.map(({ target }) => target);
    const growing = source as unknown as Growing;
    growing.setOptions({ entities: [...known, ...ENTITIES] });
    await growing.buildMetadatas();
  }
  const runner = connections.writer.createQueryRunner();
  for (const entity of ENTITIES) {
    await runner.createTable(Table.create(connections.writer.getMetadata(entity), connections.writer.driver));
  }
  if (host.database.dialect === 'mysql') await runner.release();
  const modules = host.get(Modules);
  modules.add({ id: ID, version: '1.0.0', title: 'Mail', description: '', requires: [], uses: [], permissions: {} });
  modules.set(ID, 'enabled');
  const definition = { types: [MailboxType, EmailType], methods: [EmailImport], blobOwners: [EmailBlobs] };
  const { container } = host.host as unknown as Inside;
  container.load(bindModule(ID, definition, host.get(Contributions)));
  host.get(Types).forget();
  announce(host);
}

/** The types belong to the capability of the RFC, not to one of ours. */
function announce(host: TestHost): void {
  const types = host.get(Types);
  const { capabilityOf } = types;
  types.capabilityOf = (name) => (['Mailbox', 'Email'].includes(name) ? MAIL : capabilityOf.call(types, name));
  const session = host.get(Session) as unknown as Told;
  const { capabilities, describe, inAccount } = session;
  session.capabilities = () => [...capabilities.call(session), MAIL];
  session.describe = (...all) => ({ ...describe.apply(session, all), [MAIL]: {} });
  session.inAccount = (...all) => ({ ...inAccount.apply(session, all), [MAIL]: ACCOUNT_CAPABILITY });
}
