/** A user name as it is stored, looked up and counted: however it was typed, it is the same. */
export function loginName(typed: string): string {
  return typed.trim().normalize('NFC').toLowerCase();
}
