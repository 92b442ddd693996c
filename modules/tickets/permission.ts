/** Shows the panel: with it one files and follows own tickets, and works on those of the types that one manages. */
export const USE = 'tickets:use';
/** Manages types, statuses, rates, templates and settings of the module. */
export const MANAGE = 'tickets:manage';
