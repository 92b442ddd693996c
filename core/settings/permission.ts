/** Whoever has it administers the host: modules, people, permissions, settings, jobs and the audit log. */
export const ADMINISTER = 'core:administer';
