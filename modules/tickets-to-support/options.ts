import { Problem } from '../../core/api';

/** What is asked of a migration. */
export interface Options {
  readonly from: string | null;
  readonly name: string | null;
  /** Directory with the files of the older system; null to leave them there. */
  readonly files: string | null;
  readonly isDryRun: boolean;
  readonly createsUsers: boolean;
  /** User id of who stands in for responsibles that have no account here. */
  readonly standIn: number | null;
  /** Names or ids of the types whose tickets are brought; empty for all. */
  readonly types: readonly string[];
  /** Folder for the reports. */
  readonly reports: string;
}

/** Words of the command line. @throws Problem naming the option that cannot be used */
export function optionsOf(given: Readonly<Record<string, string | boolean | undefined>>, reports: string): Options {
  const text = (name: string): string | null => {
    const value = given[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  const user = text('user');
  if (user !== null && !/^\d{1,9}$/.test(user)) throw new Problem('--user must be the id of a user, which is a number');
  return {
    from: text('from'),
    name: text('name'),
    files: text('files'),
    isDryRun: given['dryRun'] === true,
    createsUsers: given['createUsers'] === true,
    standIn: user === null ? null : Number(user),
    types: (text('onlyType') ?? '').split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()])),
    reports: text('report') ?? reports,
  };
}
