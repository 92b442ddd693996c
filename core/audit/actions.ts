/** What can be noted of somebody; each has a word of its own on screen (`audit.action.…`). Stored in 20 characters. */
export const AUDIT_ACTIONS = [
  'create',
  'update',
  'destroy',
  'login',
  'login-failed',
  'logout',
  'password',
  'link-asked',
  'link-sent',
  'accept',
  'act-as',
  'act-end',
  'see-as',
  'download',
  'denied',
  'limited',
  'export',
  'forget',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];
