import { createHash } from 'node:crypto';
import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Configuration } from '../config/config';
import { PROPERTY } from '../customfields/definition';
import { BlobOwner } from '../files/blob-owner';
import { Contributions } from '../module/contributions';
import { Modules, type PanelEntry } from '../module/modules';
import { Translations } from '../module/translations';
import { CoreSettings } from '../settings/core-settings';
import { settingsPanels } from '../settings/panels';
import { BLOB, blobCapability } from './blob/capability';
import { collationAlgorithms } from './collation';
import { limits } from './limits';
import { capabilityOf, PRINCIPALS, Types } from './types';

/** The one account: the organisation's things, each with its own access rules. */
export const ACCOUNT = 'g1';
export const CORE = 'urn:ietf:params:jmap:core';

/** States that are remembered: more people are seldom at work at once. */
const MOST_STATES = 1000;

/** The session object (RFC 8620 §2), with what the browser needs to show the right panels. */
@injectable()
export class Session {
  /** By what they are made of: every answer tells the state. */
  private readonly states = new Map<string, string>();

  constructor(
    @inject(Modules) private readonly modules: Modules,
    @inject(CoreSettings) private readonly settings: CoreSettings,
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Types) private readonly types: Types,
    @inject(Configuration) private readonly configuration: Configuration,
    @inject(Translations) private readonly translations: Translations,
  ) {}

  capabilities(): string[] {
    return [CORE, BLOB, PRINCIPALS, ...this.modules.running().map((manifest) => capabilityOf(manifest.id))];
  }

  /** @param origin `https://host[:port]` under which the client reached us */
  async of(context: Context, origin: string): Promise<Record<string, unknown>> {
    const { productTitle } = await this.settings.read();
    const capabilities = this.describe(context, productTitle);
    const object = {
      capabilities,
      accounts: {
        [ACCOUNT]: {
          name: productTitle,
          isPersonal: false,
          isReadOnly: false,
          accountCapabilities: this.inAccount(Object.keys(capabilities), context),
        },
      },
      primaryAccounts: Object.fromEntries(
        Object.keys(capabilities)
          .filter((name) => name !== CORE)
          .map((name) => [name, ACCOUNT]),
      ),
      username: context.user.username,
      apiUrl: `${origin}/jmap/api`,
      downloadUrl: `${origin}/jmap/download/{accountId}/{blobId}/{name}?type={type}`,
      uploadUrl: `${origin}/jmap/upload/{accountId}`,
      eventSourceUrl: `${origin}/jmap/eventsource?types={types}&closeafter={closeafter}&ping={ping}`,
    };
    return { ...object, state: await this.state(context) };
  }

  /** Changes whenever anything else in the session object does. */
  async state(context: Context): Promise<string> {
    const { productTitle } = await this.settings.read();
    // All else that it is made of is the host's, which never changes.
    const { user, groupIds, isInternal, permissions, signIn } = context;
    const key = JSON.stringify([productTitle, user, groupIds, isInternal, [...permissions], signIn?.actor?.name]);
    const known = this.states.get(key);
    if (known !== undefined) return known;
    const capabilities = this.describe(context, productTitle);
    const facts = JSON.stringify([capabilities, this.inAccount(Object.keys(capabilities), context)]);
    const state = createHash('sha256').update(facts).digest('base64url').slice(0, 16);
    if (this.states.size >= MOST_STATES) this.states.clear();
    this.states.set(key, state);
    return state;
  }

  /**
   * What the capabilities say of the account. There is no `principals:owner` (RFC 9670 §1.5.2): the account is the
   * organisation's, not one principal's.
   */
  private inAccount(capabilities: readonly string[], context: Context): Record<string, unknown> {
    const told: Record<string, unknown> = {
      [BLOB]: blobCapability(this.configuration, this.contributions.all(BlobOwner)),
      [PRINCIPALS]: { currentUserPrincipalId: String(context.principalId) },
    };
    return Object.fromEntries(capabilities.map((name) => [name, told[name] ?? {}]));
  }

  private describe(context: Context, title: string): Record<string, unknown> {
    const described: Record<string, unknown> = {
      [CORE]: { maxSizeUpload: this.configuration.maxUploadSize, ...limits, collationAlgorithms },
      [BLOB]: {},
      [PRINCIPALS]: {},
    };
    for (const manifest of this.modules.running()) described[capabilityOf(manifest.id)] = {};
    const { id, ...user } = context.user;
    described[capabilityOf('core')] = {
      user: { id: String(id), ...user },
      actingAdministrator: context.signIn?.actor?.name ?? null,
      permissions: this.modules.permissions().filter((permission) => context.may(permission)),
      title,
      version: this.modules.core.version,
      panels: [...this.modules.panelsFor(context), ...settingsPanels(this.contributions, this.modules, context)].map(
        (panel) => this.inWords(panel, context),
      ),
      types: this.types.appearances((module, label) => this.translations.of(module, context)(label)),
      customFields: this.types.keeping(PROPERTY),
    };
    return described;
  }

  /** A panel in the caller's language. */
  private inWords<T extends PanelEntry>(panel: T, context: Context): T {
    const say = this.translations.of(panel.module, context);
    const { counts } = panel;
    return { ...panel, title: say(panel.title), counts: counts && { ...counts, title: say(counts.title) } };
  }
}
