import { Audience } from '../../../core/sharing/audience';
import { Level } from '../../../core/sharing/level';

/** Members of Internal see and change everything; nobody else sees anything. */
export const everybody = {
  least: Level.read,
  where: (_alias: string, context: { readonly isInternal: boolean; readonly isAdmin: boolean }): string =>
    context.isInternal || context.isAdmin ? '1 = 1' : '1 = 0',
  audience: (): Promise<readonly string[]> => Promise.resolve([Audience.internal]),
};
