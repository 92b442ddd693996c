import { defineCreator, definePanel } from '../../../core/ui/api';
import { supportAccount } from './account';
import { supportDescribed } from './described-panel';
import './filters';
import { loadTexts } from './api';
import { listenToKeys } from './keys';
import { askNewTicket } from './new-ticket';
import { categories } from './settings/categories';
import './settings/expiry-preview';
import { groupings } from './settings/groupings';
import './settings/letter-preview';
import { ticketTypes } from './settings/lists';
import { mailLog } from './settings/mail-log';
import { mailboxes } from './settings/mailboxes';
import { outbox } from './settings/outbox';
import { replies } from './settings/replies';
import './ticket-view';
import { supportPanel } from './tickets';

definePanel('support', supportDescribed(supportPanel, 'support.tickets'));
definePanel('support-account', supportDescribed(supportAccount, 'support.account'));
definePanel('support-mailboxes', supportDescribed(mailboxes, 'support.mailboxes.title'));
definePanel('support-lists', supportDescribed(ticketTypes, 'support.types.title'));
definePanel('support-groupings', supportDescribed(groupings, 'support.groupings'));
definePanel('support-categories', supportDescribed(categories, 'support.categories'));
definePanel('support-replies', supportDescribed(replies, 'support.replies'));
definePanel('support-mail-log', supportDescribed(mailLog, 'support.log.title'));
definePanel('support-outbox', supportDescribed(outbox, 'support.outbox.title'));
defineCreator('new-ticket', {
  async create() {
    await loadTexts();
    return askNewTicket();
  },
});
listenToKeys();
