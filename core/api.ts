/** The front door: all that a module may import of the core. */

export { inject, injectable } from 'inversify';
export { Entity, Index } from 'typeorm';
export { AuditTrail } from './audit/audit-trail';
export { isAddress, normaliseAddress } from './auth/address';
export { Belongings } from './auth/belongings';
export type { Context } from './auth/context';
export { Directory } from './auth/directory.service';
export { Principal } from './auth/principal.entity';
export { Configuration } from './config/config';
export { SecretKey } from './config/secret-key';
export { customFields } from './customfields/custom-fields.property';
export {
  FieldKind,
  type IndexColumn,
  type IndexEntry,
  type Operator,
  type Options,
  type ParsedValue,
} from './customfields/field-kind';
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
  OptionalText,
  Text,
  TextKey,
} from './database/columns';
export { Database } from './database/database';
export type { Schema } from './database/migration';
export { SortKey } from './database/sort-key';
export { NamesBlobs } from './files/blob-columns';
export { BlobOwner } from './files/blob-owner';
export { BlobStore, type StoredBlob } from './files/blob-store';
export { Blobs } from './files/blobs.service';
export { byText } from './jmap/collation';
export { contains } from './jmap/contains';
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
export { Method } from './jmap/method';
export {
  ANY_TYPE,
  boolean,
  computed,
  formatDate,
  idOf,
  ids,
  integer,
  type Row,
  reference,
  text,
  texts,
  utcDate,
} from './jmap/property';
export { idsOf } from './jmap/query';
export { RecordListener } from './jmap/record-listener';
export { Records, ROW } from './jmap/records';
export { Job } from './jobs/job';
export { JobRunner } from './jobs/job-runner';
export { Daemon, Demo, defineModule, Installer } from './module/contract';
export { Contributions, type Kind } from './module/contributions';
export { destroySome, TypeKeeper } from './module/type-keeper';
export { NotificationKind } from './notifications/notification-kind';
export { Notifications } from './notifications/notifications.service';
export { Clock } from './ports/clock';
export { fault } from './ports/fault';
export { Log } from './ports/log';
export { Postman, type SystemMail } from './ports/postman';
export { Random } from './ports/random';
export { delay, later } from './ports/timers';
export { Problem, textOf } from './problem';
export { SearchText } from './search/search-text';
export { CoreSettings } from './settings/core-settings';
export { setting } from './settings/field';
export { Settings } from './settings/settings';
export { type Access, accessParameters, aclGrants, ownerGrants, ownsAcl } from './sharing/access';
export { Audience } from './sharing/audience';
export { Level } from './sharing/level';
export { Sharing } from './sharing/sharing.service';
