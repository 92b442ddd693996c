/** Says with whom filters of a type are shared. Filled by modules (`provides`); without one, everybody has their own alone. */
export abstract class FilterSharing {
  /** JMAP type whose objects the filters find. */
  abstract readonly type: string;
  /** Permission of those who are shown the shared ones. */
  abstract readonly use: string;
  /** Permission of those who make, change and delete them. */
  abstract readonly manage: string;
}
