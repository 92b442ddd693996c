import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import { SavedFilter } from '../filters/saved-filter.entity';
import { Records } from '../jmap/records';
import { Contributions } from '../module/contributions';
import { Translations } from '../module/translations';
import { NotificationChoices } from '../notifications/notification-choices.service';
import { Preference } from '../preferences/preference.entity';
import { AclGroup } from '../sharing/acl.entity';
import { Sharing } from '../sharing/sharing.service';
import { Subscriptions } from '../sharing/subscriptions.service';
import { type Belonging, Belongings } from './belongings';
import type { Context } from './context';
import { Directory } from './directory.service';
import { type Contact, Group, GroupMember, User } from './principal.entity';

/**
 * What becomes of the things of a user who is deleted: what is in their hands goes to the successor or to nobody, their
 * rights on single things go to the successor or end, and they themselves stay as a contact, with name and address.
 */
@injectable()
export class Departure {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(Subscriptions) private readonly subscriptions: Subscriptions,
    @inject(NotificationChoices) private readonly choices: NotificationChoices,
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Translations) private readonly translations: Translations,
  ) {}

  /** What each of these users holds, for telling before it goes, in the words of who asks. */
  async belongings(ids: readonly number[], context: Context): Promise<Map<number, Belonging[]>> {
    const found = new Map<number, Belonging[]>(ids.map((id) => [id, []]));
    for (const kind of this.contributions.all(Belongings)) {
      const title = this.translations.of(this.contributions.moduleOf(kind), context)(kind.title);
      for (const [id, count] of await kind.count(ids)) found.get(id)?.push({ title, count });
    }
    return found;
  }

  async of(userId: number, successorId: number | null): Promise<void> {
    const { manager } = this.database;
    await this.passRights(userId, successorId);
    await this.subscriptions.forgetUser(userId);
    await this.choices.forget(userId);
    for (const kind of this.contributions.all(Belongings)) await kind.handOver(userId, successorId);
    await manager.update(User, { successorId: userId }, { successorId: null });
    await manager.delete(Preference, { userId });
    await manager.delete(SavedFilter, { userId });
    const groups = await manager.findBy(GroupMember, { userId });
    for (const { groupId } of groups) await this.directory.removeMember(groupId, userId);
    const personal = await this.directory.personalGroup(userId);
    await manager.delete(Group, { id: personal });
    const principal = await this.records.find('Principal', personal);
    if (principal) await this.records.destroy('Principal', principal);
    await this.records.insert<Contact>('Contact', { id: userId });
    await this.records.touch('Principal', userId, ['hasLogin', 'isInternal']);
  }

  private async passRights(userId: number, successorId: number | null): Promise<void> {
    const personal = await this.directory.personalGroup(userId);
    const heir = successorId === null ? null : await this.directory.personalGroup(successorId);
    const rows = await this.database.manager.findBy(AclGroup, { groupId: personal });
    for (const { aclId, level } of rows) {
      const changes = new Map([[personal, 0]]);
      if (heir !== null) changes.set(heir, Math.max(level, (await this.sharing.grants(aclId)).get(heir) ?? 0));
      await this.sharing.grant(aclId, changes);
    }
  }
}
