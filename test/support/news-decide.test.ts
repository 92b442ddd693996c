import * as fc from 'fast-check';
import { decide, NEWS, type TicketEvent } from '../../modules/support/news/decide';

// Who is told what of a ticket.

const written: TicketEvent & { what: 'written' } = {
  what: 'written',
  by: 9,
  role: 'agent',
  isOpening: false,
  isAutomatic: false,
  responsible: [1],
  watchers: [2, 3],
  mentioned: [],
};
const opened: TicketEvent & { what: 'opened' } = { what: 'opened', by: 9, responsibleId: null, listeners: [1, 2] };

describe('who is told of what happens on a ticket', () => {
  test.each<[string, TicketEvent, Record<number, string>]>([
    ['a new ticket: who wants to hear', opened, { 1: NEWS.opened, 2: NEWS.opened }],
    ['whoever files it knows', { ...opened, by: 1 }, { 2: NEWS.opened }],
    [
      'the one who is to do it is told that alone',
      { ...opened, responsibleId: 2 },
      { 1: NEWS.opened, 2: NEWS.assigned },
    ],
    ['an assignment', { what: 'assigned', by: 9, responsibleId: 1 }, { 1: NEWS.assigned }],
    ['who takes a ticket knows', { what: 'assigned', by: 1, responsibleId: 1 }, {}],
    ['a colleague writes', written, { 1: NEWS.written, 2: NEWS.written, 3: NEWS.written }],
    ['the customer writes', { ...written, role: 'customer' }, { 1: NEWS.answered, 2: NEWS.answered, 3: NEWS.answered }],
    [
      'somebody unknown writes',
      { ...written, role: 'customer', by: null },
      { 1: NEWS.answered, 2: NEWS.answered, 3: NEWS.answered },
    ],
    ['a watcher writes', { ...written, by: 2 }, { 1: NEWS.written, 3: NEWS.written }],
    ['whoever is mentioned is told that alone', { ...written, mentioned: [1, 3] }, { 2: NEWS.written }],
    ['who watches and is responsible is told once', { ...written, watchers: [1] }, { 1: NEWS.written }],
    ['the opening is told of by the ticket', { ...written, role: 'customer', isOpening: true }, {}],
    ['a program answers', { ...written, role: 'customer', isAutomatic: true }, {}],
    ['the desk itself writes', { ...written, role: 'system', by: null }, {}],
  ])('%s', (_, event, expected) => {
    expect(Object.fromEntries(decide(event))).toEqual(expected);
  });

  test('nobody is told of what they did, and nobody who has nothing to do with it', () => {
    const person = fc.integer({ min: 1, max: 6 });
    const people = fc.array(person);
    const event = fc.record({
      what: fc.constant('written' as const),
      by: fc.option(person),
      role: fc.constantFrom('customer' as const, 'agent' as const, 'system' as const),
      isOpening: fc.boolean(),
      isAutomatic: fc.boolean(),
      responsible: people,
      watchers: people,
      mentioned: people,
    });
    fc.assert(
      fc.property(event, (given) => {
        for (const id of decide(given).keys()) {
          expect(id).not.toBe(given.by);
          expect([...given.responsible, ...given.watchers]).toContain(id);
          expect(given.mentioned).not.toContain(id);
        }
      }),
    );
  });
});
