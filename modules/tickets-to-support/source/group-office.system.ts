import { injectable, Problem } from '../../../core/api';
import { DataDirectory } from './data-directory';
import { GroupOffice } from './group-office.source';
import type { LegacySource } from './legacy-source';
import { type Given, LegacySystem } from './legacy-system';

/** Databases of Group-Office 6.2 to 6.6. */
@injectable()
export class GroupOfficeSystem extends LegacySystem {
  reads({ from }: Given): boolean {
    return from !== null;
  }

  async open({ from, name, files }: Given): Promise<LegacySource> {
    const url = URL.canParse(from ?? '') ? new URL(from ?? '') : null;
    if (!url || !/^(mysql|mariadb):$/.test(url.protocol))
      throw new Problem('--from must be an address such as mysql://name:password@host/schema');
    if (url.pathname.length < 2) throw new Problem(`--from names no schema of the database ${url.host}`);
    const known = name ?? decodeURIComponent(url.pathname.slice(1));
    if (known.length > 64) throw new Problem('--name must have at most 64 characters');
    const directory = files === null ? null : await DataDirectory.of(files);
    return GroupOffice.open(url, known, directory);
  }
}
