/** The front door: all that a module may import of the core. */

export { inject, injectable } from 'inversify';
export { Entity, Index } from 'typeorm';
export { AuditHistory, type PastChange } from './audit/audit-history';
export { AuditTrail } from './audit/audit-trail';
export { isAddress, normaliseAddress } from './auth/address';
export { Belongings } from './auth/belongings';
export type { Context } from './auth/context';
export { Directory } from './auth/directory.service';
export { NewContacts } from './auth/new-contacts.service';
export { Principal } from './auth/principal.entity';
export { RateLimit } from './auth/rate-limit';
export { isSameSecret } from './auth/same-secret';
export { flagOf } from './auth/words';
export { Configuration, publicAddress } from './config/config';
export { SecretKey } from './config/secret-key';
export { ArrivingFields, type KnownField } from './customfields/arriving-fields.service';
export { customFields } from './customfields/custom-fields.property';
export {
  FieldKind,
  type IndexColumn,
  type IndexEntry,
  type Options,
  type ParsedValue,
} from './customfields/field-kind';
export { type PastField, PastFields } from './customfields/past-fields.service';
export {
  Bool,
  GivenId,
  Id,
  Instant,
  Int,
  Json,
  LongText,
  OptionalInstant,
  OptionalInt,
  OptionalLongText,
  OptionalNumber,
  OptionalText,
  Text,
  TextKey,
} from './database/columns';
export { Database } from './database/database';
export type { Schema } from './database/migration';
export { SortKey } from './database/sort-key';
export { sql } from './database/sql';
export { CalendarForm, calendarTime } from './export/calendar';
export { NamesBlobs } from './files/blob-columns';
export { BlobOwner } from './files/blob-owner';
export { BlobStore, type StoredBlob } from './files/blob-store';
export { Blobs } from './files/blobs.service';
export { freeName, safeName } from './files/file-name';
export { FileNode } from './files/file-node.entity';
export { type GivenFile, givenFile, parseFiles } from './files/given-files';
export { FilterSharing } from './filters/filter-sharing';
export { escapeHtml } from './html/escape';
export { type PublicDocument, PublicPage, type PublicPlace, type Stranger } from './http/public-page';
export { parseArguments } from './jmap/arguments';
export { byText } from './jmap/collation';
export { containing, contains } from './jmap/contains';
export {
  type Action,
  DataType,
  Dependent,
  type FilterScope,
  type Filters,
  type Operation,
  type Sorts,
  TypeExtension,
} from './jmap/data-type';
export type { Draft } from './jmap/draft';
export { MethodError, SetError } from './jmap/errors';
export type { Operator } from './jmap/filter-form';
export { flag } from './jmap/flag';
export { Get } from './jmap/get';
export { instant } from './jmap/instant';
export { limits } from './jmap/limits';
export { Method } from './jmap/method';
export {
  ANY_TYPE,
  boolean,
  computed,
  formatDate,
  idOf,
  ids,
  integer,
  map,
  type Row,
  reference,
  text,
  texts,
  utcDate,
} from './jmap/property';
export { RecordListener } from './jmap/record-listener';
export { Records, ROW } from './jmap/records';
export { seenReferences } from './jmap/seen-references';
export { asked, flagged, idsOf, referring, standardFilters } from './jmap/standard-filters';
export { Job } from './jobs/job';
export { JobRunner } from './jobs/job-runner';
export { Link } from './links/link.entity';
export { Command, type CommandOption, type Terminal } from './module/command';
export { Daemon, Demo, defineModule, Installer } from './module/contract';
export { Contributions, type Kind } from './module/contributions';
export { RecurringDaemon } from './module/recurring.daemon';
export { Translations } from './module/translations';
export { destroySome, TypeKeeper } from './module/type-keeper';
export { NotificationChoices } from './notifications/notification-choices.service';
export { NotificationGate, NotificationKind } from './notifications/notification-kind';
export { type Doer, Notifications } from './notifications/notifications.service';
export { Clock } from './ports/clock';
export { fault } from './ports/fault';
export { Log } from './ports/log';
export { tidying } from './ports/memory';
export { Postman, type SystemMail } from './ports/postman';
export { Random } from './ports/random';
export { delay, later } from './ports/timers';
export { Problem, textOf } from './problem';
export { Arrivals } from './search/arrivals.service';
export { SearchText } from './search/search-text';
export { CoreSettings } from './settings/core-settings';
export { setting } from './settings/field';
export { ADMINISTER } from './settings/permission';
export { Settings } from './settings/settings';
export {
  type Access,
  accessParameters,
  aclGrants,
  isSharedInOrganisation,
  ownerGrants,
  ownsAcl,
} from './sharing/access';
export { Audience } from './sharing/audience';
export { Level } from './sharing/level';
export { Sharing } from './sharing/sharing.service';
export { Subscriptions } from './sharing/subscriptions.service';
