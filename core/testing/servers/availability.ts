/** Real servers that tests talk to. */
export type ServerName = 'MariaDB' | 'Dovecot' | 'Chromium';

const variable = 'GROUPWARE_TEST_MISSING_SERVERS';

/** Leaves what the probes found to the test processes, which inherit the environment. */
export function recordMissing(reasons: ReadonlyMap<ServerName, string>): void {
  process.env[variable] = JSON.stringify(Object.fromEntries(reasons));
}

/** Why the server cannot be used in this run, or null when it can. */
export function missingReason(server: ServerName): string | null {
  const missing = JSON.parse(process.env[variable] ?? '{}') as Partial<Record<ServerName, string>>;
  return missing[server] ?? null;
}

/** A `describe` that is skipped, with the server's name in its title, when that server cannot be used. */
export function describeWith(server: ServerName, title: string, body: () => void): void {
  const reason = missingReason(server);
  if (reason === null) describe(title, body);
  else describe.skip(`${title} [skipped without ${server}: ${reason}]`, body);
}
