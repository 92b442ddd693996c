/** Loads `<gw-tokens-field>`, several records of a type, for panels that use it outside of a form. */
export async function loadTokensField(): Promise<void> {
  await import('./tokens-field');
}
