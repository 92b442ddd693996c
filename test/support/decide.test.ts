import * as fc from 'fast-check';
import {
  type Decision,
  decide,
  type Evidence,
  type Message,
  type Pointer,
  type Policy,
  type Relation,
} from '../../modules/support/intake/decide';
import { react } from '../../modules/support/rules';
import { taggedIn, titleOf } from '../../modules/support/subject';

const person: Message = {
  automatic: null,
  automaticReason: 'Because.',
  from: 'carla@customer.example',
  fromIsAmbiguous: false,
  fromIsOurs: false,
  isOwnMail: false,
  answersLetter: false,
  receivedCount: 3,
};
const nothing: Evidence = { token: null, ownId: null, knownId: null, subject: null };
const open: Policy = { acceptsUnknownSenders: true, senderIsKnown: false };
const at = (relation: Relation, taskId = 7): Pointer => ({ taskId, relation });

describe('what becomes of a mail', () => {
  type Row = [
    what: string,
    message: Partial<Message>,
    evidence: Partial<Evidence>,
    policy: Partial<Policy>,
    expected: Partial<Decision>,
  ];
  const rows: Row[] = [
    ['a new request', {}, {}, {}, { action: 'ticket', near: null }],
    [
      'a new request of somebody known, when strangers are refused',
      {},
      {},
      { acceptsUnknownSenders: false, senderIsKnown: true },
      { action: 'ticket' },
    ],
    [
      'a new request of a stranger, when strangers are refused',
      {},
      {},
      { acceptsUnknownSenders: false },
      { action: 'file', outcome: 'ignored' },
    ],
    [
      'an answer to what this program writes by itself',
      { answersLetter: true },
      {},
      {},
      { action: 'file', outcome: 'ignored' },
    ],
    [
      'such an answer to our signed address',
      { answersLetter: true },
      { token: at('customer') },
      {},
      { action: 'append', taskId: 7 },
    ],
    ['no usable sender', { from: null, fromIsAmbiguous: true }, {}, {}, { action: 'ticket' }],
    [
      'the customer, by signed address',
      {},
      { token: at('customer') },
      {},
      { action: 'append', taskId: 7, isCertain: true },
    ],
    ['a participant, by signed address', {}, { token: at('participant') }, {}, { action: 'append', taskId: 7 }],
    ['a stranger, by signed address', {}, { token: at('stranger') }, {}, { action: 'appendUnverified', taskId: 7 }],
    [
      'an agent’s address, by signed address',
      {},
      { token: at('agent') },
      {},
      { action: 'appendUnverified', taskId: 7 },
    ],
    [
      'two senders, by signed address',
      { fromIsAmbiguous: true },
      { token: at('customer') },
      {},
      { action: 'appendUnverified', taskId: 7 },
    ],
    ['the customer, by our Message-ID', {}, { ownId: at('customer') }, {}, { action: 'append', taskId: 7 }],
    ['a stranger, by our Message-ID', {}, { ownId: at('stranger') }, {}, { action: 'appendUnverified', taskId: 7 }],
    ['the customer, by an id we received', {}, { knownId: at('customer') }, {}, { action: 'append', taskId: 7 }],
    [
      'a stranger, by an id we received',
      {},
      { knownId: at('stranger') },
      {},
      { action: 'appendUnverified', taskId: 7 },
    ],
    [
      'the customer, by number alone',
      {},
      { subject: at('customer') },
      {},
      { action: 'append', taskId: 7, isCertain: false },
    ],
    ['a stranger, by number alone', {}, { subject: at('stranger') }, {}, { action: 'ticket', near: 7 }],
    ['an agent’s address, by number alone', {}, { subject: at('agent') }, {}, { action: 'ticket', near: 7 }],
    [
      'two senders, by number alone',
      { fromIsAmbiguous: true },
      { subject: at('customer') },
      {},
      { action: 'ticket', near: 7 },
    ],
    [
      'the signed address beats a number',
      {},
      { token: at('customer', 7), subject: at('customer', 8) },
      {},
      { action: 'append', taskId: 7 },
    ],
    [
      'the signed address beats a Message-ID',
      {},
      { token: at('customer', 7), ownId: at('customer', 8) },
      {},
      { action: 'append', taskId: 7 },
    ],
    [
      'a vacation note to a ticket',
      { automatic: 'auto-reply' },
      { ownId: at('customer') },
      {},
      { action: 'note', taskId: 7 },
    ],
    ['a vacation note to nothing', { automatic: 'auto-reply' }, {}, {}, { action: 'file', outcome: 'automatic' }],
    [
      'a vacation note that only names a number',
      { automatic: 'auto-reply' },
      { subject: at('customer') },
      {},
      { action: 'file', outcome: 'automatic' },
    ],
    ['a read receipt', { automatic: 'report' }, { ownId: at('customer') }, {}, { action: 'note', taskId: 7 }],
    ['a bounce', { automatic: 'bounce', from: null }, { ownId: at('stranger') }, {}, { action: 'bounce' }],
    ['a newsletter', { automatic: 'list' }, {}, {}, { action: 'ticket' }],
    [
      'a robot that answers a ticket',
      { automatic: 'robot' },
      { token: at('customer') },
      {},
      { action: 'append', taskId: 7 },
    ],
    [
      'our own mail coming back',
      { isOwnMail: true, fromIsOurs: true },
      { token: at('stranger') },
      {},
      { action: 'file', outcome: 'own' },
    ],
    ['a mail from the desk’s own address', { fromIsOurs: true }, {}, {}, { action: 'file', outcome: 'own' }],
    [
      'a mail that runs in a circle',
      { receivedCount: 51 },
      { token: at('customer') },
      {},
      { action: 'file', outcome: 'ignored' },
    ],
  ];
  test.each(rows)('%s', (_what, message, evidence, policy, expected) => {
    const decision = decide({ ...person, ...message }, { ...nothing, ...evidence }, { ...open, ...policy });
    expect(decision).toMatchObject(expected);
    expect(decision.reason).not.toBe('');
  });

  const relation = fc.constantFrom<Relation>('customer', 'participant', 'agent', 'stranger');
  const pointer = fc.option(fc.record({ taskId: fc.integer({ min: 1, max: 3 }), relation }), { nil: null });
  const evidences = fc.record({ token: pointer, ownId: pointer, knownId: pointer, subject: pointer });
  const messages = fc.record({
    automatic: fc.constantFrom<Message['automatic']>(null, 'auto-reply', 'bounce', 'list', 'bulk', 'report', 'robot'),
    automaticReason: fc.constant('because'),
    from: fc.option(fc.constant('a@b.example'), { nil: null }),
    fromIsAmbiguous: fc.boolean(),
    fromIsOurs: fc.boolean(),
    isOwnMail: fc.boolean(),
    answersLetter: fc.boolean(),
    receivedCount: fc.integer({ min: 0, max: 100 }),
  });
  const policies = fc.record({ acceptsUnknownSenders: fc.boolean(), senderIsKnown: fc.boolean() });

  test('nobody but the customer or a participant ever speaks in a ticket for all to read', () => {
    fc.assert(
      fc.property(messages, evidences, policies, (message, evidence, policy) => {
        const decision = decide(message, evidence, policy);
        if (decision.action !== 'append') return;
        const pointers = Object.values(evidence).filter((one) => one?.taskId === decision.taskId);
        expect(message.fromIsAmbiguous).toBe(false);
        expect(pointers.some((one) => one?.relation === 'customer' || one?.relation === 'participant')).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  test('a machine’s answer never opens, reopens or answers anything', () => {
    fc.assert(
      fc.property(messages, evidences, policies, (message, evidence, policy) => {
        if (message.automatic !== 'auto-reply' && message.automatic !== 'bounce' && message.automatic !== 'report')
          return;
        expect(['note', 'file', 'bounce']).toContain(decide(message, evidence, policy).action);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('what an entry changes on its ticket', () => {
  const entry = {
    isPrivate: false,
    authorRole: 'agent',
    authorId: 5,
    isFirst: false,
    progress: 'needs-action',
    responsibleId: null,
  } as const;
  test('a private note changes nothing', () => {
    expect(react({ ...entry, isPrivate: true })).toEqual({});
  });
  test('the first agent who answers becomes responsible, and the ticket is in process', () => {
    expect(react(entry)).toEqual({ lastCommentBy: 'agent', responsibleId: 5, progress: 'in-process' });
  });
  test('another agent’s answer leaves responsible and progress alone', () => {
    expect(react({ ...entry, responsibleId: 6 })).toEqual({ lastCommentBy: 'agent' });
  });
  test('the customer’s word needs action, and reopens', () => {
    expect(react({ ...entry, authorRole: 'customer', progress: 'completed', responsibleId: 5 })).toEqual({
      progress: 'needs-action',
      lastCommentBy: 'customer',
    });
  });
  test('the opening message that an agent files for a customer is no answer yet', () => {
    expect(react({ ...entry, isFirst: true })).toEqual({ lastCommentBy: 'agent' });
  });
});

describe('subjects', () => {
  test.each([
    ['Re: AW: [#12] Printer', 'Printer'],
    ['RE[2]: Printer', 'Printer'],
    ['Re : Imprimante', 'Imprimante'],
    ['WG: Fwd: Drucker\r\n brennt', 'Drucker brennt'],
    ['回复：打印机', '打印机'],
    ['Reply wanted: now', 'Reply wanted: now'],
    ['   ', '(no subject)'],
  ])('%j', (subject, title) => {
    expect(titleOf(subject)).toBe(title);
  });
  test('a subject of 50,000 characters is cut to what a title can hold', () => {
    expect(titleOf('x'.repeat(50_000))).toBe('x'.repeat(255));
  });
  test('numbers in a subject are read last first, and only in our form', () => {
    expect(taggedIn('Re: [#117904] Ticket Received [#117896] #5 [#x] [5]')).toEqual([117896, 117904]);
  });
});
