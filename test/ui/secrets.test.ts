import { withoutSecrets } from '../../core/ui/shell/secrets';

const TOKEN = 'q3VbT1xk-9Zs_LmN0aYw7RfEhJdUoPiKc5G8B2t4Xyz';

test.each([
  ['a token in an address', `https://desk.example/?token=${TOKEN}&list=3`, 'https://desk.example/?token=…&list=3'],
  ['a short one', '#support/12?access_token=abc&progress=completed', '#support/12?access_token=…&progress=completed'],
  ['one that is encoded once more', '#x?next=%2Freset%3Ftoken%3Dabc', '#x?next=%2Freset%3Ftoken%3D…'],
  ['one under a name that says nothing', `#x?k=${TOKEN}`, '#x?k=…'],
  ['one without a digit', '#x/qVbTxkZsLmNaYwRfEhJdUoPiKcGBtXyzAbCdEfGh', '#x/…'],
  [
    'a link to choose a password',
    'open http://localhost/#first-login/abc now',
    'open http://localhost/#first-login/… now',
  ],
  ['an invitation', '#invitation/abc', '#invitation/…'],
  ['a password', 'refused: password=hunter2, try again', 'refused: password=…, try again'],
  ['one in JSON', '{"password": "hunter2", "user": "ada"}', '{"password": "…", "user": "ada"}'],
  ['a header', `Authorization: Bearer ${TOKEN}`, 'Authorization: Bearer …'],
  ['who one is, in an address', 'imap://ada:hunter2@mail.example/', 'imap://…@mail.example/'],
])('%s is taken out', (_, text, left) => {
  expect(withoutSecrets(text)).toBe(left);
});

test.each([
  'https://desk.example/#support/1234?progress=needs-action,in-process&assigned=mine&text=printer%20prints',
  'http://localhost:8080/#settings/support-ticket-types/12?open=1',
  'Der Kundendienstmitarbeiterzugang ist heute nicht erreichbar; versuchen Sie es später.',
  'Invoice 2026-1187 shows the old address of donaudampfschifffahrtsgesellschaft@example.org',
  'The author of #12 has no permission to change responsibleId',
])('“%s” stays as it is', (text) => {
  expect(withoutSecrets(text)).toBe(text);
});

test('a long text is read in no time', () => {
  const begun = performance.now();
  for (const piece of ['a', 'aA', 'token=', '"password": ', 'a1-', '://']) withoutSecrets(piece.repeat(50_000));
  expect(performance.now() - begun).toBeLessThan(5000);
});
