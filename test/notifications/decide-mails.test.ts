import * as fc from 'fast-check';
import {
  decideMails,
  type Mailed,
  MOST_MAILS,
  QUIET,
  STALE,
  type Waiting,
} from '../../core/notifications/mail/decide-mails';

// Which mails somebody gets of what they are told, and when.

const now = new Date('2026-11-23T10:00:00Z');
const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const one = (id: number, given: Partial<Waiting> = {}): Waiting => ({
  id,
  place: 'Task/1',
  isRead: false,
  due: at(0),
  ...given,
});

describe('mails of notifications', () => {
  type Row = [what: string, waiting: Waiting[], mailed: Mailed[], expected: Partial<ReturnType<typeof decideMails>>];
  const rows: Row[] = [
    ['one event is one mail', [one(1)], [], { now: [[1]] }],
    ['nothing before it is due', [one(1, { due: at(1) })], [], { now: [] }],
    [
      'all about one ticket go together, with what is not due yet',
      [one(3, { due: at(50) }), one(1)],
      [],
      { now: [[1, 3]] },
    ],
    ['two tickets are two mails', [one(1), one(2, { place: 'Task/2' })], [], { now: [[1], [2]] }],
    [
      'more tickets than that are one mail',
      Array.from({ length: MOST_MAILS + 1 }, (_, n) => one(n + 1, { place: `Task/${String(n)}` })),
      [],
      { now: [Array.from({ length: MOST_MAILS + 1 }, (_, n) => n + 1)] },
    ],
    ['what was read meanwhile is not mailed', [one(1, { isRead: true })], [], { now: [], never: [1] }],
    ['what one may not read any more is not mailed', [one(1, { place: null })], [], { now: [], never: [1] }],
    ['nor what could not leave for a day', [one(1, { due: at(-STALE - 1) })], [], { now: [], never: [1] }],
    [
      'a second mail about the same ticket waits',
      [one(1), one(2, { due: at(5) })],
      [{ place: 'Task/1', at: at(-QUIET + 30) }],
      {
        now: [],
        later: new Map([
          [1, at(30)],
          [2, at(30)],
        ]),
      },
    ],
    ['after that it leaves', [one(1)], [{ place: 'Task/1', at: at(-QUIET) }], { now: [[1]] }],
    ['a mail about another ticket holds nothing up', [one(1)], [{ place: 'Task/2', at: now }], { now: [[1]] }],
    ['nor does one about what is gone', [one(1)], [{ place: null, at: now }], { now: [[1]] }],
  ];
  test.each(rows)('%s', (_, waiting, mailed, expected) => {
    expect(decideMails(waiting, mailed, now)).toMatchObject(expected);
  });

  test('whatever waits: each is mailed once at most, nothing that is due stays due, and no mail is about two places', () => {
    const place = fc.constantFrom('Task/1', 'Task/2', null);
    const moment = fc.integer({ min: -2 * STALE, max: 2 * QUIET }).map(at);
    const waiting = fc.array(fc.record({ place, isRead: fc.boolean(), due: moment }), { maxLength: 12 });
    fc.assert(
      fc.property(waiting, fc.array(fc.record({ place, at: moment }), { maxLength: 4 }), (given, mailed) => {
        const all = given.map((part, index) => ({ ...part, id: index + 1 }));
        const mails = decideMails(all, mailed, now);
        const settled = [...mails.now.flat(), ...mails.later.keys(), ...mails.never];
        expect(new Set(settled).size).toBe(settled.length);
        for (const { id, due, place: where, isRead } of all) {
          if (due <= now) expect(settled).toContain(id);
          if (isRead || where === null) expect(mails.never).toContain(id);
        }
        for (const until of mails.later.values()) expect(until > now).toBe(true);
        for (const ids of mails.now) {
          const places = new Set(ids.map((id) => all[id - 1]!.place));
          expect(places.size).toBe(1);
          const [where] = places;
          expect(mailed.filter((mail) => mail.place === where).every((mail) => mail.at <= at(-QUIET))).toBe(true);
        }
      }),
    );
  });
});
