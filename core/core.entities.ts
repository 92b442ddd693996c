import { AuditChain, AuditRow } from './audit/audit.entity';
import { Invitation } from './auth/invitation.entity';
import { LinkRequest } from './auth/link-request.entity';
import { Address, Contact, Credential, Group, GroupMember, Permission, Principal, User } from './auth/principal.entity';
import { RateLimitRow } from './auth/rate-limit.entity';
import { CustomField, CustomFieldSet, CustomIndex, CustomValue } from './customfields/custom-field.entity';
import { FieldRemoval } from './customfields/field-removal.entity';
import { AccessChanged, Account, AudienceState, Change, ChangeAudience, SyncFloor } from './database/account.entity';
import { Migrated } from './database/migrate';
import { Upload } from './files/blob.entity';
import { FileNode } from './files/file-node.entity';
import { SavedFilter } from './filters/saved-filter.entity';
import { JobState } from './jobs/job-state.entity';
import { Link } from './links/link.entity';
import { ModuleState } from './module/module-state.entity';
import { Purge } from './module/purge.entity';
import { Notification, NotificationChoice } from './notifications/notification.entity';
import { Preference } from './preferences/preference.entity';
import { PushSubscription } from './push/push-subscription.entity';
import { SearchDocument } from './search/search-document.entity';
import { SearchScope } from './search/search-scope.entity';
import { Setting } from './settings/setting.entity';
import { Acl, AclGroup, DefaultGrant } from './sharing/acl.entity';
import { ShareNotification } from './sharing/share-notification.entity';
import { Unsubscribed } from './sharing/unsubscribed.entity';

/** Everything the core stores. */
export const coreEntities = [
  AccessChanged,
  Account,
  Acl,
  AclGroup,
  Address,
  AudienceState,
  AuditChain,
  AuditRow,
  Change,
  ChangeAudience,
  Contact,
  Credential,
  CustomField,
  CustomFieldSet,
  CustomIndex,
  CustomValue,
  DefaultGrant,
  FieldRemoval,
  FileNode,
  Group,
  GroupMember,
  Invitation,
  JobState,
  Link,
  LinkRequest,
  Migrated,
  ModuleState,
  Permission,
  Notification,
  NotificationChoice,
  Preference,
  Principal,
  Purge,
  PushSubscription,
  RateLimitRow,
  SearchDocument,
  SearchScope,
  Setting,
  SavedFilter,
  ShareNotification,
  SyncFloor,
  Unsubscribed,
  Upload,
  User,
];
