import { Problem } from '../../../core/api';
import { type Options, optionsOf } from '../options';

/** Where a database of the older system is, and who reads it; the password is told by itself. */
export interface Place {
  /** With a port, if it is not the usual one: `old.example.org:3307`. */
  readonly host: string;
  readonly schema: string;
  readonly user: string;
}

/** What was asked of a run, as it is kept. */
export interface Asked {
  /** Null for the tickets of a module of our own. */
  readonly database: Place | null;
  readonly types: readonly string[];
  readonly createsUsers: boolean;
  /** Principal. */
  readonly standInId: number | null;
  /** Folder on the server in which the files of the older system lie. */
  readonly files: string | null;
}

/** What is asked of nothing but what was brought. */
export const NOTHING_ASKED: Asked = {
  database: null,
  types: [],
  createsUsers: false,
  standInId: null,
  files: null,
};

/**
 * The options of a run that was asked for in the panel.
 * @throws Problem when the address of the database is none
 */
export function optionsFor(
  { database, types, createsUsers, standInId, files }: Asked,
  name: string | null,
  isDryRun: boolean,
  password: string,
  reports: string,
): Options {
  const options = optionsOf(
    {
      from: database ? addressOf(database, password) : undefined,
      name: name ?? undefined,
      dryRun: isDryRun,
      createUsers: createsUsers,
      user: standInId === null ? undefined : String(standInId),
      files: files ?? undefined,
    },
    reports,
  );
  // Not as words of the command line: a name may have a comma.
  return { ...options, types };
}

/** What a run of the command line was asked for, without its password. */
export function askedOf({ from, types, createsUsers, standIn }: Options, files: string | null): Asked {
  const url = from !== null && URL.canParse(from) ? new URL(from) : null;
  const database = url && {
    host: url.host,
    schema: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
  };
  return { database, types: types.slice(0, 100), createsUsers, standInId: standIn, files };
}

function addressOf({ host, schema, user }: Place, password: string): string {
  const address = `mysql://${host}/${encodeURIComponent(schema)}`;
  // What looks like more than a machine, such as another scheme or a password, is no address of one.
  if (/[/@?#\s\\]/.test(host) || !URL.canParse(address))
    throw new Problem('The address must be that of a machine, such as old.example.org or old.example.org:3307');
  const url = new URL(address);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}
