import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Problem } from '../problem';

const port = z.coerce.number().int().min(0).max(65_535);

/** Every configuration key; each is also an environment variable, see {@link variableOf}. */
const Keys = z.strictObject({
  /** Folder for the database, files and secrets. */
  data: z.string().default('data'),
  host: z.string().default('localhost'),
  port: port.default(8080),
  /** The address people and mails use to reach us, without a trailing slash. Default: http://localhost:<port>. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** `mysql://user:password@host:port/schema`; without it SQLite in the data folder. */
  databaseUrl: z
    .string()
    .regex(/^(mysql|mariadb):\/\//, 'must start with mysql://')
    .refine(isDatabaseUrl, 'must be mysql://user:password@host:port/schema')
    .optional(),
  smtpHost: z.string().default('localhost'),
  /** Port of the built-in mail listener; -1 switches it off. */
  smtpPort: z.coerce.number().int().min(-1).max(65_535).default(2525),
  /** Port for LMTP (RFC 2033), for a mail server on this machine that hands mail over; -1, the default, is off. */
  lmtpPort: z.coerce.number().int().min(-1).max(65_535).default(-1),
  /** Password of the first administrator, for an unattended first start. */
  adminPassword: z.string().min(12).optional(),
  /** Password of the database that `groupware tickets migrate` reads, so that it stands in no list of processes. */
  migratePassword: z.string().optional(),
  /** Folder below which the panel may read files of an older system: who administers the host need not see the machine's. */
  migrateFiles: z.string().min(1).optional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Origins, separated by commas, to which pushes may go although they are inner ones, or not https. */
  pushAllow: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter((origin) => origin !== ''))
    .pipe(z.array(z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin))),
  /** Bytes; a larger mail is kept but only its header is read. */
  maxMailSize: z.coerce.number().int().positive().default(50_000_000),
  /** Bytes; a larger upload is refused. */
  maxUploadSize: z.coerce.number().int().positive().default(50_000_000),
});

export type Configuration = Readonly<z.infer<typeof Keys>>;

/** DI token of the configuration. */
export const Configuration = Symbol('Configuration');

/** The address that people and mails use to reach us, without a trailing slash. @param port when the system chose it */
export function publicAddress({ publicUrl, host, port }: Configuration, listening = port): string {
  return publicUrl?.replace(/\/$/, '') ?? `http://${host}:${String(listening)}`;
}

/** `smtpPort` → `GROUPWARE_SMTP_PORT`. */
export function variableOf(key: string): string {
  return `GROUPWARE_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/**
 * Reads `groupware.config.json` of the data folder and the environment; the environment wins.
 * @throws Problem naming the file or variable and the key, for unknown keys and unusable values.
 */
export function loadConfiguration(environment: NodeJS.ProcessEnv = process.env): Configuration {
  const data = resolve(environment[variableOf('data')] ?? 'data');
  const file = join(data, 'groupware.config.json');
  const fromFile = existsSync(file) ? readObject(file) : {};
  const known = Object.keys(Keys.shape);
  for (const key of Object.keys(fromFile)) {
    if (!known.includes(key)) throw new Problem(`Unknown configuration key "${key}" in ${file}`);
  }
  const variables = new Map(known.map((key) => [variableOf(key), key]));
  const values: Record<string, unknown> = { ...fromFile, data };
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('GROUPWARE_') || name.startsWith('GROUPWARE_TEST_')) continue;
    const key = variables.get(name);
    if (key === undefined) throw new Problem(`Unknown configuration key "${name}" in the environment`);
    if (key !== 'data' && value !== '') values[key] = value;
  }
  const result = Keys.safeParse(values);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const key = issue?.path.join('.') ?? '';
  const origin =
    environment[variableOf(key)] === undefined ? `"${key}" in ${file}` : `${variableOf(key)} in the environment`;
  throw new Problem(`Configuration key ${origin}: ${issue?.message ?? 'is not usable'}`);
}

/** A host and one schema; anything else the driver would make up by itself. */
function isDatabaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { hostname, pathname } = new URL(text);
  return hostname !== '' && /^\/[^/]+$/.test(pathname);
}

function readObject(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new Problem(`${file} is not valid JSON: ${(error as Error).message}`);
  }
  throw new Problem(`${file} must hold one JSON object`);
}
