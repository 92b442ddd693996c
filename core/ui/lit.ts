/** Lit as our own elements have it, for those of modules from elsewhere: a page runs with one Lit alone. */
export * from 'lit';
