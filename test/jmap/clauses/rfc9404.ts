import { type Clause, must, should, without } from './clause';

const SESSION = 'the session says what may be done with blobs (§3.1)';
const PROMISED = 'what the session promises is kept, and no more (§3.1)';
const SELECTED = 'its capability selects the methods, and that of the core Blob/copy (§4)';
const UPLOAD = 'makes a blob of texts, of base64 and of parts of other blobs';
const ANSWER = 'answers like the creations of a /set, without states, as blobs have none';
const REFUSED = 'what cannot be understood is refused, never guessed, and each creation by itself';
const NULLS = 'a source that is null is none, and one or other end of a range may be left out';
const NAMED = 'its creation ids name blobs in the rest of the request, wherever an object holds a blob';
const TYPE = 'whether the bytes are of the type told is not asked (§5)';
const GET = 'answers text as text and other bytes as base64';
const ONCE = 'each blob is answered once, however often and by whatever name it is asked for';
const LOST = 'a blob whose bytes are lost is not found, and the others are';
const RANGE = 'a range is read as such, and told when the blob ends before it';
const PART = 'only the bytes of the range need be text';
const DIGESTS = 'digests are those of the range';
const WRONG = 'wrong arguments are refused';
const LOOKUP = 'finds the objects that hold a blob, of the types asked for';
const UNKNOWN_TYPE = 'a type that holds no blobs, or whose capability is not in use, is refused';
const STRANGER = 'somebody else is shown neither the bytes, nor where they are used, nor that they exist (§5)';
const IN_PART = 'of the objects that hold a blob, each person is told those they see (§5)';

/** RFC 9404, clause by clause. */
export const rfc9404: readonly Clause[] = [
  must('3.1', 'The session has the capability when an account has it', SESSION),
  must('3.1', 'In the session its value is an empty object', SESSION),
  must('3.1', 'The account tells all four: maxSizeBlobSet, maxDataSources, the types and the digests', SESSION),
  must('3.1', 'maxSizeBlobSet is kept, also for what is put together', PROMISED),
  must('3.1', 'At least 64 sources are accepted, and as many as maxDataSources tells', SESSION, PROMISED),
  must('3.1', 'supportedTypeNames are those that can be looked through', PROMISED),
  must('3.1', 'Digests are registered ones, in small letters, and can be had', SESSION, PROMISED),
  must('4', 'Blob/upload, Blob/get and Blob/lookup need the capability', SELECTED),
  must('4', 'Blob/copy stays that of the core', SELECTED),
  must('4', 'A blob may be empty', UPLOAD),
  must('4.1', 'Blobs are only created: nothing is updated or destroyed, and there are no states', ANSWER, SELECTED),
  must('4.1', 'A blob is made of its sources in their order, of none an empty one', UPLOAD),
  must('4.1', 'A source is exactly one of text, base64 and a blob', REFUSED, NULLS),
  must('4.1', 'offset and length may be left out, null or 0: from the start, to the end, nothing', UPLOAD, NULLS),
  must('4.1', 'A range that begins or ends past the end of its source is refused', REFUSED),
  must('4.1', 'References to nothing and data that is wrong are refused, and nothing is guessed', REFUSED, LOST),
  must('4.1', 'Other characters than those of base64 are refused', REFUSED),
  must('4.1', 'Text that is no UTF-8 is refused', 'text that is no UTF-8 is refused, and its request with it'),
  must('4.1', 'A creation that fails is in notCreated under its id, with a SetError, and stops no other', REFUSED),
  must('4.1', 'The answer has id, type and size', UPLOAD, ANSWER),
  must(
    '4.1',
    'The answer has whatever else the upload address tells',
    'tells all that the upload address tells of a blob',
  ),
  must('4.1', 'The type answered is the one given, or null', UPLOAD, ANSWER, TYPE),
  must(
    '4.1',
    'Creation ids are known to later calls, also without createdIds in the request',
    NAMED,
    'its creation ids come back with those of the request',
  ),
  must(
    '4.1',
    'What is made lives as long as what is uploaded',
    'what is made waits to be used as long as what is uploaded',
  ),
  must('4.2', 'data and size are answered when nothing is asked for', GET),
  must('4.2', 'data is text when the range is UTF-8, and base64 when it is not', GET, PART),
  must('4.2', 'data:asText of what is no UTF-8 is null', GET, PART),
  must('4.2', 'isEncodingProblem is true when text or data was asked for and the range is none', GET, PART),
  must('4.2', 'base64 is never an encoding problem', GET),
  must('4.2', 'Half a character is no text', PART),
  must('4.2', 'size is that of the whole blob', RANGE, PART),
  must('4.2', 'Of a range past the end the bytes there are are answered, or nothing', RANGE),
  must('4.2', 'A range that ends before it should is told as isTruncated', RANGE, PART),
  must('4.2', 'Without a length only an offset past the end is told as isTruncated', RANGE),
  must('4.2', 'Digests are in base64, of the bytes that data would be', DIGESTS, RANGE),
  must('4.2', 'Unknown properties and digests are refused', WRONG),
  must('4.2', 'An id is answered once, in list or in notFound', ONCE, LOST),
  should('4.2', 'The size alone costs little', 'the size alone is answered without the blob being read'),
  must('4.3', 'Objects of the types asked for are told that hold the blob', LOOKUP),
  must('4.3', 'A type that is not known or whose capability is not in use is unknownDataType', UNKNOWN_TYPE),
  must('4.3', 'A type that holds no blobs cannot be asked for', UNKNOWN_TYPE),
  must('4.3', 'A blob that is not seen, or not there, answers an empty list for each type', LOOKUP, STRANGER),
  must(
    '4.3',
    'Wrong arguments, and more ids than maxObjectsInGet, are refused',
    'wrong arguments of a lookup are refused',
  ),
  must('5', 'Bytes that are no UTF-8 never stand in a text of the answer', GET, PART),
  must('5', 'No object is told of that the caller does not see', STRANGER, IN_PART),
  must('5', 'A blob is read and used only by whoever may read it', STRANGER),
  must('5', 'The bytes are not trusted to be of the type told', TYPE),
  should('5', 'Bytes that are not of the type told are not refused for it', TYPE),
  without(
    '5',
    'Scanners of malware should be shown what is put together as they are shown uploads',
    'no scanner is shown anything; both ways end in the same place, where one would be asked',
  ),
  should(
    '5',
    'Digests and large sets of blobs do not exhaust the host',
    WRONG,
    'more requests at once than maxConcurrentRequests are refused, of one person alone',
  ),
  must('6.2', 'The error unknownDataType is answered by this name', UNKNOWN_TYPE),
];
