import { definePanel } from '../../../core/ui/api';
import { supportDescribed } from './described-panel';
import './filters';
import { listenToKeys } from './keys';
import { categories } from './settings/categories';
import { ticketTypes } from './settings/lists';
import { mailLog } from './settings/mail-log';
import { mailboxes } from './settings/mailboxes';
import { outbox } from './settings/outbox';
import './ticket-view';
import { supportPanel } from './tickets';

definePanel('support', supportDescribed(supportPanel, 'support.tickets'));
definePanel('support-mailboxes', supportDescribed(mailboxes, 'support.mailboxes.title'));
definePanel('support-lists', supportDescribed(ticketTypes, 'support.types.title'));
definePanel('support-categories', supportDescribed(categories, 'support.categories'));
definePanel('support-mail-log', supportDescribed(mailLog, 'support.log.title'));
definePanel('support-outbox', supportDescribed(outbox, 'support.outbox.title'));
listenToKeys();
