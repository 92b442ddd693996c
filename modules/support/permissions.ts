/** Works on tickets. Without it every level on a support list counts as a customer's. */
export const USE = 'support:use';
/** Manages ticket types, mailboxes and settings. */
export const MANAGE = 'support:manage';
/** Role of the task lists whose tasks are tickets. */
export const ROLE = 'support';
