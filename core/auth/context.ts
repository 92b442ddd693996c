/** Who is asking, with everything that decides about access; made once per request. */
export class Context {
  constructor(
    readonly user: ContextUser,
    /** Groups the user belongs to, the personal one included. */
    readonly groupIds: readonly number[],
    readonly isInternal: boolean,
    /** `module:permission` of all groups together. */
    readonly permissions: ReadonlySet<string>,
    /** By what they are in; null for somebody who does not ask by themselves. */
    readonly signIn: SignIn | null = null,
    /**
     * ACL → level, as it was when one reading began that lasts no longer than it takes to answer; null where access is
     * asked of the database anew each time, as every change does. See Sharing.standing.
     */
    readonly levels: ReadonlyMap<number, number> | null = null,
    /** Of which they are, see `organisationIdOf`; null for none. */
    readonly organisationId: string | null = null,
  ) {}

  /** The same person with {@link levels} as they are given. */
  withLevels(levels: ReadonlyMap<number, number> | null): Context {
    const { user, groupIds, isInternal, permissions, signIn, organisationId } = this;
    return new Context(user, groupIds, isInternal, permissions, signIn, levels, organisationId);
  }

  /** ACLs that grant at least the level; null when they are to be asked of the database. */
  aclsWith(level: number): readonly number[] | null {
    return this.levels && [...this.levels].filter(([, granted]) => granted >= level).map(([aclId]) => aclId);
  }

  get principalId(): number {
    return this.user.id;
  }

  get isAdmin(): boolean {
    return this.user.isAdmin;
  }

  /** True with the module permission, and always for administrators. */
  may(permission: string): boolean {
    return this.isAdmin || this.permissions.has(permission);
  }
}

/** What somebody has shown to be let in. */
export interface SignIn {
  readonly by: 'session' | 'app-password' | 'password';
  /** Row of the session or app password; null for the password itself. */
  readonly credentialId: number | null;
  /** The administrator who is here in this person's name; absent for the person. */
  readonly actor?: Actor;
}

/** An administrator who acts in somebody's name. */
export interface Actor {
  readonly id: number;
  readonly name: string;
}

export interface ContextUser {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly username: string;
  readonly isAdmin: boolean;
  readonly locale: string;
  /** IANA name; null for that of the browser. */
  readonly timeZone: string | null;
  readonly avatarBlobId: string | null;
}
