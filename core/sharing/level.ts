/** Rights on one object, as stored in ACL rows. Each includes the ones below it (DESIGN §6). */
export const Level = {
  /** Submit as a customer: file here, see and comment on own things. */
  submit: 5,
  read: 10,
  create: 20,
  write: 30,
  delete: 40,
  manage: 50,
} as const;
export type Level = (typeof Level)[keyof typeof Level];

/** Rights in words, as clients see them (`myRights`, `shareWith`, RFC 9670). */
export interface Rights {
  maySubmit: boolean;
  mayRead: boolean;
  mayCreate: boolean;
  mayWrite: boolean;
  mayDelete: boolean;
  mayManage: boolean;
}

const FLAGS: readonly (readonly [keyof Rights, Level])[] = [
  ['maySubmit', Level.submit],
  ['mayRead', Level.read],
  ['mayCreate', Level.create],
  ['mayWrite', Level.write],
  ['mayDelete', Level.delete],
  ['mayManage', Level.manage],
];

/** The level that these rights amount to: the highest one granted; 0 for none. */
export function levelOf(rights: Partial<Rights>): number {
  return FLAGS.reduce((level, [flag, value]) => (rights[flag] === true ? value : level), 0);
}

/** Rights of a level; a type that does not know customers (`least` above submit) has no `maySubmit`. */
export function rightsFrom(least: number, level: number): Partial<Rights> {
  return Object.fromEntries(FLAGS.filter(([, at]) => at >= least).map(([flag, at]) => [flag, level >= at]));
}

/** The first of these rights that a type with this least level does not have, or null. */
export function foreignRight(least: number, rights: Partial<Rights>): string | null {
  return FLAGS.find(([flag, at]) => at < least && rights[flag] !== undefined)?.[0] ?? null;
}

export const RIGHTS: readonly string[] = FLAGS.map(([flag]) => flag);
