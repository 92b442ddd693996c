import { type Clause, must, should } from './clause';

const UPLOAD = 'makes a blob of texts, of base64 and of parts of other blobs';
const REFUSED = 'what cannot be understood is refused, never guessed, and each creation by itself';
const GET = 'answers text as text and other bytes as base64';
const RANGE = 'a range is read as such, and told when the blob ends before it';
const STRANGER = 'somebody else is shown neither the bytes, nor where they are used, nor that they exist (§5)';

/** RFC 9404, clause by clause. */
export const rfc9404: readonly Clause[] = [
  must(
    '3.1',
    'The account tells maxSizeBlobSet, maxDataSources of at least 64, the types and the digests',
    'the session says what may be done with blobs (§3.1)',
  ),
  must(
    '3.1',
    'The session has the capability when an account does, as an empty object',
    'the session says what may be done with blobs (§3.1)',
  ),
  must('4.1', 'A blob is made of its sources in their order', UPLOAD),
  must('4.1', 'A range that the source cannot satisfy, text that is none and base64 that is none are refused', REFUSED),
  must('4.1', 'Nothing is guessed; each creation is refused or made by itself', REFUSED),
  must('4.1', 'At least 64 sources are accepted', REFUSED),
  must(
    '4.1',
    'Blobs of earlier creations are named by creation id',
    'its creation ids name blobs in the rest of the request, also inside an object',
  ),
  must('4.1', 'The answer has id, type and size', UPLOAD),
  must('4.2', 'data and size are answered when nothing is asked for', GET),
  must('4.2', 'Text that is no UTF-8 is null, with isEncodingProblem', GET),
  must('4.2', 'A range that ends before it should is told as isTruncated', RANGE),
  must('4.2', 'size is that of the whole blob', RANGE),
  must('4.2', 'Digests are those of the range', 'digests are those of the range'),
  must('4.2', 'Unknown properties and digests are refused', 'wrong arguments are refused'),
  must('4.2', 'A range that is empty, or begins at the end, is empty and not isTruncated', RANGE),
  must(
    '4.3',
    'A type whose capability is not in use is unknownDataType',
    'finds the objects that hold a blob, of the types asked for',
  ),
  must(
    '4.3',
    'A type that is not supported is unknownDataType',
    'finds the objects that hold a blob, of the types asked for',
  ),
  must(
    '4.3',
    'A blob that is not seen, or not there, answers an empty list for each type',
    STRANGER,
    'finds the objects that hold a blob, of the types asked for',
  ),
  must('5', 'A blob is read only by whoever may read it', STRANGER),
  should('5', 'Large sets of blobs do not exhaust the host', 'wrong arguments are refused'),
];
