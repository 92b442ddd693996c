import { computed } from '../../core/api';

const LONGEST = 1000;

/** A secret that is taken and never answered; null forgets it. The type stores it, encrypted, after the row. */
export const password = computed(() => Promise.resolve(new Map()), {
  writeOnly: true,
  parse: (value) => {
    if (typeof value !== 'string') return { fault: 'must be a string' };
    // A line break would end the login command and start another.
    return value.length <= LONGEST && !/[\r\n\0]/.test(value) ? { value } : { fault: 'cannot be a password' };
  },
});
