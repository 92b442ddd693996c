import { type Access, Audience, type Context, Level } from '../../core/api';
import { MAIL_MANAGERS } from './permission';

/** The access rule of everything in this module: all of it for managers of mail, nothing for anybody else. */
export const managersOnly: Access<object> = {
  least: Level.read,
  where: (_alias: string, context: Context) => (context.may(MAIL_MANAGERS) ? '1 = 1' : '1 = 0'),
  audience: () => Promise.resolve([Audience.permitted(MAIL_MANAGERS)]),
};
