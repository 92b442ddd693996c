import { type Clause, must, should, without } from './clause';

const TOLD = 'RFC 9670: the capability is told, and is enough to use principals and notifications';
const NOTIFIED = 'whoever gains, loses or changes rights by somebody else’s act is told, and nobody else';
const EXPIRED = 'notifications go after ninety days, and the oldest when there are more than a thousand';
const SUBSCRIBED = 'everybody says for themselves what they want to see, and nobody else hears of it';
const REFUSED = 'whom and what one cannot share with is refused by name, and nothing is stored';
const ONE_ACCOUNT = 'there is one account, which is the organisation’s and always in the session (docs/adr/0005)';

/** RFC 9670, clause by clause. */
export const rfc9670: readonly Clause[] = [
  without('1.4', 'The session has only own accounts and those with something subscribed to', ONE_ACCOUNT),
  without('1.4', 'Nothing is pushed of accounts without anything subscribed to', ONE_ACCOUNT),
  without(
    '1.4',
    'Changes are pushed only of what the user is subscribed to',
    'a SHOULD: a StateChange has one state for each type, which is that of all that the user may see',
  ),
  must('1.5.1', 'The session’s value of the capability is an empty object', TOLD),
  must('1.5.1', 'The account’s value names the principal of the user, or null', TOLD),
  without('1.5.2', 'An account that a principal owns says so', ONE_ACCOUNT),
  must(
    '2',
    'A principal has a type of those named',
    TOLD,
    'everybody sees and does what the rules say, by every id in every place',
  ),
  must('2', 'A principal has name, description, email, timeZone, capabilities and accounts', TOLD),
  must(
    '2',
    'A time zone is one of IANA’s',
    'everybody changes name, language and time zone of their own, and colleagues see the name',
  ),
  must('2.1', 'Principal/get is a standard method', TOLD),
  must('2.2', 'Principal/changes is a standard method', TOLD),
  without(
    '2.3',
    'Users may change name, description and time zone of their own principal',
    'a SHOULD: they do by Profile/set, which has the rest of what they may change; forbidden is a named answer',
  ),
  should(
    '2.3',
    'What cannot be changed is forbidden',
    'what somebody may not set is refused by its name, whatever the type',
  ),
  must('2.4', 'The filters are accountIds, email, name, text, type and timeZone; all given must hold', TOLD),
  must('2.4', 'type and timeZone are compared exactly, the others looked for within', TOLD),
  must(
    '2.5',
    'Principal/queryChanges is a standard method',
    'everybody sees and does what the rules say, by every id in every place',
  ),
  should('3', 'Somebody is told when somebody else changes what they may do', NOTIFIED),
  without(
    '3',
    'Rights of a group are told to nobody',
    'a SHOULD NOT, kept for large groups alone: whoever gains or loses something by a group of theirs wants to know',
  ),
  should('3.1', 'The oldest go when there are too many, and all after a time', EXPIRED),
  should(
    '3.1',
    'What was told of an object goes when the user subscribes to it',
    'whoever subscribes to an object needs not be told of it any more',
  ),
  must(
    '3.2',
    'A notification has created, changedBy, objectType, objectAccountId, objectId, oldRights, newRights, name',
    NOTIFIED,
  ),
  must('3.2', 'The name is that of the moment', NOTIFIED),
  must('3.3', 'ShareNotification/get is a standard method', NOTIFIED),
  must('3.4', 'ShareNotification/changes is a standard method', NOTIFIED),
  must('3.5', 'To create or update a notification is forbidden; to destroy it dismisses it', NOTIFIED),
  must('3.6.1', 'The filters are after, before, objectType and objectAccountId', NOTIFIED),
  must('3.6.2', 'Notifications can be sorted by created', NOTIFIED),
  must(
    '3.7',
    'ShareNotification/queryChanges is a standard method',
    'everybody sees and does what the rules say, by every id in every place',
  ),
  must('4', 'What can be shared has isSubscribed', SUBSCRIBED),
  must(
    '4',
    'What can be shared has myRights',
    'a new object is its maker’s; the defaults of its type are added, unless its maker says whom to share it with',
  ),
  must('4', 'What can be shared has shareWith, principal → rights, for those who may change it', REFUSED),
  without('4', 'Whom the account belongs to is not among those shared with', ONE_ACCOUNT),
  must('4', 'A principal that is not seen, or none, is refused', REFUSED),
  must(
    '4',
    'A right that the type does not have is refused',
    'a right that objects of the type do not have is refused, also beside one that they have',
  ),
  should(
    '6',
    'Changes of names are kept in a log',
    'each event of a day is there exactly once, with who, what, when and from where',
  ),
];
