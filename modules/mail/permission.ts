/** Whoever holds it manages the accounts and sees every mail, its body included. */
export const MAIL_MANAGERS = 'mail:manage';
