import { t } from '../i18n';

/** The server decides what it accepts; this only spares a round trip. */
export const SHORTEST = 12;

/** Why a new password cannot be used, in words for the user; empty when it can. */
export function faultOfPassword(password: string, repeat: string): string {
  if ([...password].length < SHORTEST) return t('firstLogin.short', { length: SHORTEST });
  return password === repeat ? '' : t('firstLogin.different');
}
