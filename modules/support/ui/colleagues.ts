/** The server's filter for those who may be responsible: colleagues who can sign in. */
export const COLLEAGUES = { hasLogin: true, isInternal: true } as const;
