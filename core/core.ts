import { AuditListener } from './audit/audit.listener';
import { AuditEntryType } from './audit/audit-entry.type';
import { AuditHistory } from './audit/audit-history';
import { AuditTrail } from './audit/audit-trail';
import { Repeats } from './audit/repeats';
import { AuditRetention } from './audit/retention.job';
import { VerifyAudit } from './audit/verify.method';
import { Acting } from './auth/acting.service';
import { AnswerLinkRequests } from './auth/answer-link-requests.job';
import { AppPasswordType } from './auth/app-password.type';
import { AvatarOwner } from './auth/avatar.owner';
import { ChangePassword } from './auth/change-password.method';
import { ContactType } from './auth/contact.type';
import { CreateAppPassword } from './auth/create-app-password.method';
import { Credentials } from './auth/credentials.service';
import { Departure } from './auth/departure.service';
import { Directory } from './auth/directory.service';
import { ExpireCredentials } from './auth/expire-credentials.job';
import { FirstStart } from './auth/first-start';
import { GroupType } from './auth/group.type';
import { InvitationType } from './auth/invitation.type';
import { Invitations } from './auth/invitations.service';
import { KnownDevices } from './auth/known-devices';
import { Letters } from './auth/letters/letters.service';
import { LinkRequests } from './auth/link-requests.service';
import { LoginSessionType } from './auth/login-session.type';
import { Memberships } from './auth/memberships.service';
import { NewContacts } from './auth/new-contacts.service';
import { Passwords } from './auth/password';
import { CreatePasswordLink } from './auth/password-link.method';
import { PrincipalType } from './auth/principal.type';
import { ProfileType } from './auth/profile.type';
import { RateLimit } from './auth/rate-limit';
import { Secrets } from './auth/secrets.service';
import { SendInvitation } from './auth/send-invitation.method';
import { SignInSettings } from './auth/sign-in-settings';
import { UserType } from './auth/user.type';
import { Visibility } from './auth/visibility.service';
import { coreEntities } from './core.entities';
import { ArrivingFields } from './customfields/arriving-fields.service';
import { CustomFieldContents } from './customfields/contents.method';
import { CustomFieldKeeper } from './customfields/custom-field.keeper';
import { CustomFieldTexts } from './customfields/custom-field.texts';
import { CustomFieldFiles } from './customfields/custom-field-files.owner';
import { Definitions } from './customfields/definitions.service';
import { DescribeCustomFields } from './customfields/describe.method';
import { CustomFieldType } from './customfields/field.type';
import { FieldKind } from './customfields/field-kind';
import { FieldRemovalJob } from './customfields/field-removal.job';
import { FieldRemovals } from './customfields/field-removals.service';
import { CustomFieldSetType } from './customfields/field-set.type';
import { FieldValues } from './customfields/field-values.service';
import { FieldsOfSet } from './customfields/fields-of-set.dependent';
import { coreKinds } from './customfields/kinds';
import { PastFields } from './customfields/past-fields.service';
import { CustomValues } from './customfields/values.service';
import { HighWaterDaemon } from './database/high-water.daemon';
import { ExportColumns } from './export/columns.service';
import { Exports } from './export/exports.service';
import { BlobReferences } from './files/blob-references.service';
import { Blobs } from './files/blobs.service';
import { FileArchive } from './files/file-archive.service';
import { FileNodeKeeper } from './files/file-node.keeper';
import { FileNodeOwner } from './files/file-node.owner';
import { FileNodeType } from './files/file-node.type';
import { FileNodes } from './files/file-nodes.dependent';
import { Folders } from './files/folders.service';
import { OrphanBlobs } from './files/orphan-blobs.job';
import { DescribeFilters } from './filters/describe.method';
import { FilterCheck } from './filters/filter-check.service';
import { SavedFilterKeeper } from './filters/saved-filter.keeper';
import { SavedFilterType } from './filters/saved-filter.type';
import { BlobCopy } from './jmap/blob/copy.method';
import { BlobGet } from './jmap/blob/get.method';
import { BlobLookup } from './jmap/blob/lookup.method';
import { BlobUpload } from './jmap/blob/upload.method';
import { ChangesMethod } from './jmap/changes.method';
import { Dispatcher } from './jmap/dispatcher';
import { CoreEcho } from './jmap/echo.method';
import { Get } from './jmap/get';
import { Query } from './jmap/query';
import { Records } from './jmap/records';
import { Session } from './jmap/session';
import { SetMethod } from './jmap/set';
import { States } from './jmap/state';
import { Types } from './jmap/types';
import { JobType } from './jobs/job.type';
import { JobRunner } from './jobs/job-runner';
import { Leases } from './jobs/leases';
import { TimeZoneListener } from './jobs/time-zone.listener';
import { Ends } from './links/ends.service';
import { LinkKeeper } from './links/link.keeper';
import { LinkType } from './links/link.type';
import { Links } from './links/links.dependent';
import { defineModule } from './module/contract';
import { GrantedPrincipals } from './module/grants';
import { Lifecycle } from './module/lifecycle.service';
import {
  DeleteModule,
  DisableModule,
  DiscoverModules,
  EnableModule,
  InstallModule,
  ModuleContents,
} from './module/module.methods';
import { ModuleType } from './module/module.type';
import { ModuleStates } from './module/module-states.service';
import { Purges } from './module/purges.service';
import { Removal } from './module/removal.service';
import { Translations } from './module/translations';
import { TypeKeeper } from './module/type-keeper';
import { DescribeNotifications } from './notifications/describe.method';
import { ExpireNotifications } from './notifications/expire-notifications.job';
import { Floods } from './notifications/floods.service';
import { NotificationMailJob } from './notifications/mail/notification-mail.job';
import { NotificationMails } from './notifications/mail/notification-mails.service';
import { NotificationKeeper } from './notifications/notification.keeper';
import { NotificationType } from './notifications/notification.type';
import { NotificationChoices } from './notifications/notification-choices.service';
import { NotificationsOfObject } from './notifications/notifications.dependent';
import { Notifications } from './notifications/notifications.service';
import { Places } from './notifications/places.service';
import { PreferenceType } from './preferences/preference.type';
import { PushListener } from './push/push.listener';
import { PushSender } from './push/push-sender.daemon';
import { PushSubscriptionType } from './push/push-subscription.type';
import { PushSubscriptions } from './push/push-subscriptions.service';
import { Arrivals } from './search/arrivals.service';
import { SearchJob } from './search/search.job';
import { SearchKeeper } from './search/search.keeper';
import { SearchListener } from './search/search.listener';
import { SearchQuery } from './search/search.method';
import { SearchHits } from './search/search-hits.service';
import { SearchIndex } from './search/search-index.service';
import { SearchScopes } from './search/search-scopes.service';
import { SearchText } from './search/search-text';
import { CoreSettings } from './settings/core-settings';
import { DescribeSettings } from './settings/describe.method';
import { AclOwner } from './sharing/acl-owner.extension';
import {
  ApplyDefaultPermissions,
  GetDefaultPermissions,
  SetDefaultPermissions,
} from './sharing/default-permissions.method';
import { DefaultPermissions } from './sharing/default-permissions.service';
import { ShareKeeper } from './sharing/share.keeper';
import { ShareNotificationType } from './sharing/share-notification.type';
import { ShareNotifications } from './sharing/share-notifications.service';
import { Sharing } from './sharing/sharing.service';
import { Subscriptions } from './sharing/subscriptions.service';

/** The core as a module: module zero, of the same shape as all others. */
export default defineModule({
  entities: coreEntities,
  types: [
    AppPasswordType,
    AuditEntryType,
    ContactType,
    CustomFieldSetType,
    CustomFieldType,
    FileNodeType,
    GroupType,
    InvitationType,
    JobType,
    LinkType,
    LoginSessionType,
    ModuleType,
    NotificationType,
    PreferenceType,
    PrincipalType,
    ProfileType,
    PushSubscriptionType,
    SavedFilterType,
    ShareNotificationType,
    UserType,
  ],
  dependents: [FieldsOfSet, FileNodes, Links, NotificationsOfObject],
  listeners: [AuditListener, PushListener, SearchListener, TimeZoneListener],
  jobs: [
    AnswerLinkRequests,
    AuditRetention,
    ExpireCredentials,
    ExpireNotifications,
    FieldRemovalJob,
    NotificationMailJob,
    OrphanBlobs,
    SearchJob,
  ],
  daemons: [HighWaterDaemon, PushSender, Repeats],
  blobOwners: [AvatarOwner, CustomFieldFiles, FileNodeOwner],
  provides: [
    ...coreKinds.map((kind) => [FieldKind, kind] as const),
    [SearchText, CustomFieldTexts],
    [TypeKeeper, CustomFieldKeeper],
    [TypeKeeper, FileNodeKeeper],
    [TypeKeeper, LinkKeeper],
    [TypeKeeper, NotificationKeeper],
    [TypeKeeper, SavedFilterKeeper],
    [TypeKeeper, SearchKeeper],
    [TypeKeeper, ShareKeeper],
  ],
  extensions: [AclOwner],
  install: FirstStart,
  methods: [
    ApplyDefaultPermissions,
    BlobCopy,
    BlobGet,
    BlobLookup,
    BlobUpload,
    ChangePassword,
    CoreEcho,
    CreateAppPassword,
    CreatePasswordLink,
    DeleteModule,
    CustomFieldContents,
    DescribeCustomFields,
    DescribeFilters,
    DescribeNotifications,
    DescribeSettings,
    DisableModule,
    DiscoverModules,
    EnableModule,
    GetDefaultPermissions,
    InstallModule,
    ModuleContents,
    SearchQuery,
    SendInvitation,
    SetDefaultPermissions,
    VerifyAudit,
  ],
  settings: [CoreSettings, SignInSettings],
  services: [
    Acting,
    AuditHistory,
    AuditTrail,
    BlobReferences,
    Blobs,
    ChangesMethod,
    Credentials,
    CustomValues,
    Definitions,
    PastFields,
    DefaultPermissions,
    Departure,
    Directory,
    Dispatcher,
    Ends,
    ExportColumns,
    Exports,
    FieldRemovals,
    FieldValues,
    FileArchive,
    FilterCheck,
    Folders,
    Get,
    GrantedPrincipals,
    Invitations,
    JobRunner,
    KnownDevices,
    Leases,
    Letters,
    Lifecycle,
    LinkRequests,
    Memberships,
    NewContacts,
    ModuleStates,
    Floods,
    NotificationChoices,
    NotificationMails,
    Notifications,
    Passwords,
    Places,
    Purges,
    PushSubscriptions,
    Query,
    RateLimit,
    Arrivals,
    ArrivingFields,
    Records,
    Removal,
    SearchHits,
    SearchIndex,
    SearchScopes,
    Secrets,
    Session,
    SetMethod,
    ShareNotifications,
    Sharing,
    States,
    Subscriptions,
    Translations,
    Types,
    Visibility,
  ],
});
