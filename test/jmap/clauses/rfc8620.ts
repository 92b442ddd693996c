import { type Clause, must, should, without } from './clause';

const FORBIDDEN_JSON = '%s is refused';
const WHOLE = '%s is refused as a whole (§3.6.1)';
const SESSION = 'names capabilities, the account and absolute addresses';
const ORDER = 'every call is answered once, in order, and a failing one does not stop the others (§3.6.2)';
const REFERENCES = 'results of earlier calls are referred to (§3.7)';
const GET = 'each id once, in order, with id and only what is asked for';
const SET = 'creates, updates and destroys, each by itself, and tells what the client cannot know';
const WRONG = "properties that are unknown, the server's or wrong are refused by name; unchanged ones are accepted";
const PATCH = 'patches reach into maps, and nowhere else';
const CREATION_IDS = 'what is created is named by its creation id, within the request and across types';
const CHANGES = 'tells what is new, other and gone, by pages that each lead to a state';
const UNKNOWN_STATE = 'a state that is unknown, foreign or of the future cannot be counted from';
const PAGES = 'pages by position, from the end, and around an anchor';
const QUERY_CHANGES = 'a list kept by queryChanges is the list of a new query';
const UPLOAD = 'what is uploaded comes back byte for byte, as the type and under the name asked for';
const STRANGER = 'somebody else is shown neither the bytes, nor where they are used, nor that they exist (§5)';
const PUSHED = 'tells a change within two seconds, with the state that /get has';
const SUBSCRIPTION = 'a subscription is made without an account, asked to prove itself, and then told what changes';
const CODE = 'a wrong verification code is refused, and the right one is shown only once it came back';
const NOT_ANSWERED = 'neither address nor keys are answered, and nothing of accounts and states';
const ENCRYPTED = 'with keys, only who has them can read what is posted';
const INNER = 'nothing is posted to inner addresses, to anything but https, or with a password in the address';
const EXPIRES = 'it lasts seven days at most, is prolonged without another proof, and nothing is posted afterwards';
const ENDS = 'a subscription goes with the credentials that made it';
const ENDS_WITH_PASSWORD = 'one made with the password itself goes when the password changes';
const TOO_MUCH = 'too many calls, and too large a request, exceed a named limit';
const ONE_ACCOUNT = 'there is one account, which can always be written (docs/adr/0005)';

/** RFC 8620, clause by clause. */
export const rfc8620: readonly Clause[] = [
  must(
    '1.2',
    'Ids have 1 to 255 of A-Z a-z 0-9 _ -, and never change',
    'ids have the characters and the length of ids, and stay',
  ),
  without(
    '1.2',
    'An id should not consist of digits alone',
    'advice, not kept: a ticket is known by its number (docs/adr/0007)',
  ),
  must(
    '1.3',
    'Int and UnsignedInt stay within 2^53 - 1 and are whole',
    'whole numbers end at 2^53 - 1, and no fraction is one',
  ),
  must('1.3', 'A limit of a query, which is an UnsignedInt, is never negative', 'wrong arguments are refused'),
  must('1.4', 'UTCDate has capitals T and Z and no zero fraction', 'dates are UTC in capitals, without a fraction'),
  must(
    '1.5',
    'What is received must be I-JSON: UTF-8, no name twice, no half characters',
    FORBIDDEN_JSON,
    'what only looks like that is taken as it is',
  ),
  must('1.5', 'What is sent is I-JSON', 'what leaves the host is I-JSON too, also where a text was cut'),
  without(
    '1.6.2',
    'Data that is no longer that of the account as clients know it gets a new account id',
    'a database restored from an older backup keeps its account and gets a new epoch instead: all states are unknown',
  ),
  must(
    '5.2',
    'No state from before a restore is counted from',
    'after an older backup is restored no state of before is counted from, however far the numbers have come since',
  ),
  must(
    '1.6.3',
    'An id is that of one record of its type, for ever',
    'ids have the characters and the length of ids, and stay',
  ),
  must(
    '1.7',
    'Every request is authenticated; a failing one is told how to authenticate',
    'whoever is not signed in is told 401, with a challenge unless it is our own page',
  ),
  without(
    '1.7',
    'Connections are protected by TLS',
    'a matter of the proxy in front; over https the host adds Strict-Transport-Security',
  ),
  without(
    '1.8',
    'Capabilities of vendors are URLs of a domain they own',
    'not kept: the project owns no domain (docs/adr/0007); one function to change',
  ),
  must(
    '1.8',
    'Methods of a capability that is not in `using` do not exist',
    'a method exists only with its capability in use',
  ),
  without(
    '1.8',
    'Properties that a capability adds to a type of another are hidden without it',
    'not kept: what a module adds to a type is shown to whoever uses the type',
  ),

  must('2', 'The session has capabilities, accounts, primaryAccounts, username, the four addresses and state', SESSION),
  must('2', 'The core capability has seven limits and the collations', SESSION),
  must('2', 'An account has name, isPersonal, isReadOnly and accountCapabilities', SESSION),
  without(
    '2',
    'An account does not name a capability whose methods the user may not use',
    'everybody may use all methods; what somebody may not see is not there for them',
  ),
  should('2', 'The core capability has no primary account', SESSION),
  must(
    '2',
    'The download address has accountId, blobId, type and name; upload accountId; event source types, closeafter, ping',
    SESSION,
  ),
  must(
    '2',
    'The state changes with everything else in the session',
    'the state moves when what the session tells does',
  ),
  should('2', 'The session is not cached', SESSION),
  must('2', 'maxSizeUpload is kept', 'too large an upload, a foreign account and what nobody has are refused'),
  must('2', 'maxConcurrentUpload is kept', 'more uploads at once than maxConcurrentUpload are refused'),
  must(
    '2',
    'maxSizeRequest and maxCallsInRequest are kept',
    TOO_MUCH,
    'as many calls as maxCallsInRequest are answered',
  ),
  must(
    '2',
    'maxConcurrentRequests is kept',
    'more requests at once than maxConcurrentRequests are refused, of one person alone',
  ),
  must('2', 'maxObjectsInGet is kept', 'more than the limit, and ids that are none, are refused'),
  must(
    '2',
    'maxObjectsInSet is kept',
    'more than the limit is refused, and so are wrong arguments',
    'creations, changes and removals count together, and the limit itself is allowed',
  ),
  must('2.2', 'The session is found at /.well-known/jmap', SESSION),

  must(
    '3.1',
    'A request is application/json',
    'what is sent as anything but application/json is notJSON (§3.6.1)',
    'another type of content is refused',
  ),
  must(
    '3.1',
    'The answer is application/json and one Response object',
    'an answer is one Response object, as application/json (§3.1)',
  ),
  must('3.3', 'Calls run in the order given', ORDER),
  must(
    '3.3',
    'Unknown members of a request are ignored',
    'unknown members are ignored; created ids are only echoed when given',
  ),
  must('3.4', 'Responses come in the order in which the calls ran, under their call ids', ORDER),
  must(
    '3.4',
    'createdIds are answered when given, with all that came to them',
    'created ids given are answered with those that came to them; the newest of a name counts',
    'unknown members are ignored; created ids are only echoed when given',
  ),
  must(
    '3.4',
    'sessionState is the state of the session',
    'GET on the API address answers the session too; its state is the sessionState of every answer',
    'the answer to a change of the own session has the new state already',
  ),
  must('3.5', 'An argument left out counts as its default', 'an argument left out is one with its default (§3.4)'),
  should('3.6.1', 'Errors of a request are problem details of the four types', WHOLE),
  must('3.6.1', 'A limit names itself', TOO_MUCH),
  must('3.6.2', 'The error of a method stands at its place, has a type, and is no HTTP error', ORDER),
  must('3.6.2', 'After an error the other calls go on', ORDER),
  must('3.6.2', 'A method that fails has changed nothing', 'a method that fails half way has changed nothing (§3.6.2)'),
  must(
    '3.6.2',
    'Unforeseen errors are serverFail with a description',
    'what the host did not foresee is told as serverFail, under a number that the log has',
  ),
  must('3.6.2', 'An unknown account is accountNotFound, a missing or wrong argument invalidArguments', ORDER),
  without('3.6.2', 'A call that would change a read-only account is accountReadOnly', ONE_ACCOUNT),
  without('3.6.2', 'An account without the type is accountNotSupportedByMethod', ONE_ACCOUNT),
  must('3.7', 'References are resolved before the call; one that leads nowhere is invalidResultReference', REFERENCES),
  must('3.7', 'An argument given both ways is invalidArguments', REFERENCES),
  must(
    '3.7',
    'A reference means the first response with the call id',
    'a reference means the first response with its call id (§3.7)',
  ),
  must('3.7', 'A `*` maps a list and flattens one level', 'a list in a list is flattened by one level'),
  without(
    '3.8',
    'Texts for people follow Accept-Language',
    'a SHOULD; descriptions are for developers, the browser speaks for itself',
  ),
  must(
    '3.9',
    'Unknown, missing and wrong arguments are invalidArguments',
    ORDER,
    'wrong arguments are refused',
    'JMAP requests of which one place is wrong',
  ),
  must(
    '3.10',
    'Calls of one request run in order; others may come in between',
    ORDER,
    'what others write while a list is read moves nothing in it',
  ),

  must('4', 'Core/echo answers its arguments', 'echo answers what it is given (§4)'),

  must('5', 'Which methods a type has is written down', 'docs/api.md says what the modules declare'),
  must(
    '5.1',
    'ids null answers all, or requestTooLarge',
    'more than the limit, and ids that are none, are refused',
    'everybody sees and does what the rules say, by every id in every place',
  ),
  must('5.1', 'Only the properties asked for are answered, and always the id', GET),
  must('5.1', 'An unknown property is invalidArguments', ORDER),
  must('5.1', 'An id given twice is answered once; unknown ones are in notFound', GET),
  must('5.1', 'The state changes when the data does', PUSHED, CHANGES),
  must('5.2', 'maxChanges must be positive', UNKNOWN_STATE),
  must('5.2', 'No more ids than maxChanges are answered, and the rest leads on from newState', CHANGES),
  must('5.2', 'oldState echoes sinceState; without more changes newState is the present state', CHANGES),
  must(
    '5.2',
    'A record is never told created after updated or destroyed, nor destroyed before',
    'whoever follows /changes alone ends with exactly what they may see, and is right at every state on the way',
  ),
  must('5.2', 'What cannot be counted is cannotCalculateChanges', UNKNOWN_STATE),
  should('5.2', 'Created and destroyed in between is not told', CHANGES),
  must(
    '5.3',
    'With another state than ifInState nothing is done: stateMismatch',
    'nothing at all is done when the state is another',
  ),
  must(
    '5.3',
    'One object is changed as a whole or not at all',
    'of an object of which one value is wrong, nothing is stored',
  ),
  must('5.3', 'A refused object is told in notCreated, notUpdated or notDestroyed, and the others go on', SET),
  must('5.3', 'An unknown id is notFound', SET),
  must(
    '5.3',
    'A patch leads into no list, through nothing missing, and not beside its own prefix: invalidPatch',
    PATCH,
  ),
  must('5.3', 'null sets the default, or removes', 'null sets the default or the value null'),
  must('5.3', 'Values of the server are accepted unchanged and refused changed', WRONG),
  should('5.3', 'invalidProperties names every wrong property', 'all wrong properties are named at once'),
  must(
    '5.3',
    'A reference to nothing, or to what is not seen, is invalidProperties',
    WRONG,
    'everybody sees and does what the rules say, by every id in every place',
  ),
  must(
    '5.3',
    'A more specific error of the type is answered instead of invalidProperties',
    'a list with tasks goes only when they are to go with it (draft-ietf-jmap-tasks §3.3)',
    'a tree is kept: no twins, no circles, no orphans',
  ),
  must('5.3', 'Creation ids stand for ids in the rest of the request, of whatever type', CREATION_IDS),
  must(
    '5.3',
    'The newest of two creations with one id counts',
    'created ids given are answered with those that came to them; the newest of a name counts',
  ),
  must(
    '5.3',
    'Within one call, creations come before what refers to them',
    'creations come after those they refer to, in whatever order they are given',
    'a folder may be made before the one it lies in (§5.3)',
  ),
  without(
    '5.3',
    'Only the final state must be valid: two objects may swap a unique name',
    'not kept: a type with values that must be unique refuses the first of two that swap them',
  ),
  must(
    '5.3',
    'created tells what the client did not send, the id included; updated what changed besides',
    SET,
    CREATION_IDS,
  ),
  must('5.3', 'Maps and lists of nothing are null', 'what there is none of is null in the answer'),
  must('5.3', 'Too many objects are requestTooLarge', 'more than the limit is refused, and so are wrong arguments'),
  must('5.3', 'A singleton is neither made nor destroyed', 'a singleton is neither made nor removed'),
  must('5.3', 'An update may be refused with willDestroy', 'an object that goes in the same call is not changed first'),
  must('5.4', 'The accounts of a copy differ', 'nothing is copied into the only account there is (§5.4, §6.3)'),
  must(
    '5.4',
    'An unknown account to copy from is fromAccountNotFound',
    'nothing is copied into the only account there is (§5.4, §6.3)',
  ),
  without('5.4', 'A copy is made, and the originals destroyed by one call to /set when asked for', ONE_ACCOUNT),
  without('5.4', 'A duplicate that is forbidden names the existing object', ONE_ACCOUNT),
  without('5.4', 'An account to copy from without the type is fromAccountNotSupportedByMethod', ONE_ACCOUNT),
  must(
    '5.5',
    'AND, OR and NOT combine conditions; an empty condition holds for all',
    'filters are combined by AND, OR and NOT',
  ),
  must(
    '5.5',
    'An unknown filter is unsupportedFilter, an unknown sort or collation unsupportedSort',
    'filters are combined by AND, OR and NOT',
    'sorts by several properties, both ways, and always in one order',
  ),
  must(
    '5.5',
    'Equal objects keep one order between calls',
    'sorts by several properties, both ways, and always in one order',
  ),
  should(
    '5.5',
    'Texts are sorted by an order that knows Unicode, whatever their case',
    'names come as people look for them: adam before Zoe, whatever their case',
    'whatever the texts are, they are sorted as the collation says, the same on every database',
  ),
  must(
    '5.5',
    'A collation that the session names is kept; another is unsupportedSort',
    'the session names the collations, each is kept, and another is unsupportedSort',
  ),
  must(
    '5.5',
    'Numbers, dates and booleans are sorted as such, ascending unless told otherwise',
    'numbers, dates and truth are sorted as such: the least, the earliest and false first',
    'every type can be sorted by id, up and down, and by nothing else',
  ),
  must('5.5', 'A negative position counts from the end and ends at 0', PAGES),
  must('5.5', 'With an anchor the position is ignored; one not found is anchorNotFound', PAGES),
  must('5.5', 'Without an anchor the offset is ignored', 'without an anchor its offset means nothing'),
  must('5.5', 'A position past the end answers no ids', PAGES),
  must('5.5', 'A negative limit is invalidArguments; a limit of our own is told', 'wrong arguments are refused', PAGES),
  must('5.5', 'total is told only when asked for', 'a total is told only when asked for (§5.5, §5.6)'),
  must('5.5', 'queryState changes when the result does', QUERY_CHANGES),
  must(
    '5.5',
    'canCalculateChanges is honest',
    'where the result depends on more than the objects, no changes are promised',
  ),
  must(
    '5.6',
    'removed and added lead from the old list to the new',
    QUERY_CHANGES,
    'what others write while a list is read moves nothing in it',
  ),
  must('5.6', 'added is sorted by index', QUERY_CHANGES),
  must('5.6', 'What may have moved is both removed and added', QUERY_CHANGES),
  must('5.6', 'More than maxChanges is tooManyChanges', QUERY_CHANGES),
  must(
    '5.6',
    'upToId counts only where nothing that it is sorted or filtered by can change',
    'a total is told only when asked for (§5.5, §5.6)',
  ),
  must('5.6', 'An unknown state is cannotCalculateChanges', QUERY_CHANGES),

  must('6', "A blob that nothing refers to is its uploader's alone", STRANGER),
  must('6', 'A blob never changes under its id', UPLOAD),
  without(
    '6',
    'A blob id that the server changes is told',
    'the host never changes a blob id: it is the hash of the bytes',
  ),
  must(
    '6',
    'A blob that nothing refers to is kept for at least an hour from its upload',
    'an upload waits three days to be used, then it is gone, for its uploader too',
  ),
  should('6', 'A blob that is uploaded again waits anew', 'what was written since stays, whatever is asked'),
  must(
    '6',
    'No blob goes in the call that drops the last reference',
    'every way in which something refers to a file keeps it, until the last one goes',
    'whoever writes what is just being removed finds it, and so do its readers all the while',
  ),
  without('6', 'Over quota, the oldest unreferenced blobs go first', 'there is no quota of unreferenced blobs'),
  must('6.1', 'An upload is answered with accountId, blobId, type and size', UPLOAD),
  should(
    '6.1',
    'Errors of an upload are problem details',
    'too large an upload, a foreign account and what nobody has are refused',
  ),
  must('6.2', 'A download has the type asked for', UPLOAD),
  must('6.2', 'A download has the name asked for', UPLOAD),
  should('6.2', 'A download may be cached for ever, privately', UPLOAD),
  must(
    '6.2',
    'What is not there, or not seen, is 404',
    'too large an upload, a foreign account and what nobody has are refused',
    STRANGER,
  ),
  must('6.3', 'Blob/copy needs two accounts', 'nothing is copied into the only account there is (§5.4, §6.3)'),

  must('7.1', 'A StateChange names its type', PUSHED),
  must(
    '7.1',
    'A StateChange has, for each type that changed, the state that /get would tell this user',
    PUSHED,
    'a customer hears of what is theirs, and of nothing else',
  ),
  must('7.2', 'Nothing but the verification is sent before the code came back', SUBSCRIPTION),
  must('7.2', 'An address begins with https://', INNER),
  must('7.2', 'Address, keys and device never change', 'address, keys and device never change'),
  must(
    '7.2',
    'With keys everything is encrypted as RFC 8291 says',
    ENCRYPTED,
    'a message is encrypted as the example of RFC 8291 is',
  ),
  must('7.2', 'Keys have p256dh and auth', ENCRYPTED),
  must('7.2', 'A new subscription has no verification code', CODE),
  must('7.2', 'Nothing is sent after a subscription expires', EXPIRES),
  must('7.2', 'A StateChange names only the types asked for, and comes only when one of them changes', SUBSCRIPTION),
  must('7.2', 'null asks for all types', 'somebody is told of what they may see, and of nothing else'),
  must('7.2', 'A post is application/json and has a TTL', SUBSCRIPTION, ENCRYPTED),
  must('7.2', 'After 429 less is sent', 'after 429 less is posted, for as long as was asked'),
  must('7.2', 'A subscription ends with the credentials that made it', ENDS, ENDS_WITH_PASSWORD),
  should('7.2', 'Where the credentials have an end of their own, none is set', ENDS),
  should('7.2', 'Where they have none, an end is set, and one too far away is brought nearer', EXPIRES),
  must('7.2', 'That end is at least 48 hours away, and should be 7 days', EXPIRES),
  without(
    '7.2',
    'With access and refresh tokens the subscription follows the refresh token',
    'there are no such pairs: a token is a session or an app password',
  ),
  must('7.2', 'Address and keys are erased with the subscription', NOT_ANSWERED, ENDS),
  must('7.2.1', 'Neither accountId nor state is taken or answered by /get', NOT_ANSWERED),
  must(
    '7.2.1',
    'Only subscriptions of the same credentials are answered',
    'what was made by other credentials is neither shown nor changed, of the same person too',
  ),
  must('7.2.1', 'url and keys are never answered; asked for by name, forbidden', NOT_ANSWERED),
  must('7.2.2', 'Neither accountId, ifInState nor states are taken or answered by /set', NOT_ANSWERED, SUBSCRIPTION),
  must('7.2.2', 'A PushVerification is posted at once, with type, id and a code that cannot be guessed', SUBSCRIPTION),
  must('7.2.2', 'A wrong verification code is invalidProperties', CODE),
  should('7.2.2', 'A changed end is told, and needs no new verification', EXPIRES),
  must(
    '7.3',
    'The event source is authenticated',
    'whoever is not signed in is told 401, with a challenge unless it is our own page',
  ),
  must(
    '7.3',
    'types, closeafter and ping decide what comes',
    'tells only the types asked for, and ends after a state when asked to',
    'refuses "%s"',
  ),
  must(
    '7.3',
    'With closeafter=state it ends after a state',
    'tells only the types asked for, and ends after a state when asked to',
  ),
  must('7.3', 'Without a ping asked for there is none', 'pings can be had every 30 seconds, and every 300 (§7.3)'),
  must('7.3', 'Pings come in the interval told, and set no id', 'pings, with the interval in seconds and no id'),
  must(
    '7.3',
    'The least interval is at most 30, the greatest at least 300',
    'pings can be had every 30 seconds, and every 300 (§7.3)',
  ),
  should(
    '7.3',
    'An id follows a state; who comes back with it is told what was missed',
    'who comes back with the last id is told at once what was missed, and nothing when nothing was',
  ),

  should('8.2', 'Credentials can be revoked one by one', 'ends within seconds when its session does'),
  must('8.3', 'Nobody but the host decides where /.well-known/jmap leads', SESSION),
  must(
    '8.4',
    'What is sent is checked for hostile shapes and depths',
    'JMAP requests of which one place is wrong',
    'filters are combined by AND, OR and NOT',
  ),
  must(
    '8.5',
    'There are sensible limits against exhaustion',
    TOO_MUCH,
    'more requests at once than maxConcurrentRequests are refused, of one person alone',
    'more than the limit is refused, and so are wrong arguments',
  ),
  must(
    '8.6',
    'The host guards itself against being sent to inner addresses by push',
    INNER,
    'a name that leads to an inner address is connected to by nobody',
  ),
  must(
    '8.6',
    'Subscriptions of one user are limited in number, and so is the rate at which they are made',
    'one person can neither have nor make too many',
  ),
  must('8.7', 'What is pushed by a third party is encrypted', ENCRYPTED),
];
