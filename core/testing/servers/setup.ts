import { recordMissing, type ServerName } from './availability';
import * as chromium from './chromium';
import * as databases from './databases';
import * as dovecot from './dovecot';

const probes: Record<ServerName, () => Promise<string | null>> = {
  MariaDB: databases.available,
  Dovecot: dovecot.available,
  Chromium: chromium.available,
};

/** Runs once before all test files (jest's globalSetup): finds out which servers this run has. */
export default async function setup(): Promise<void> {
  const missing = new Map<ServerName, string>();
  for (const [name, probe] of Object.entries(probes)) {
    const reason = await probe();
    if (reason !== null) missing.set(name as ServerName, reason);
  }
  recordMissing(missing);
  if (!missing.has('MariaDB')) await databases.dropAbandonedSchemas();
}
