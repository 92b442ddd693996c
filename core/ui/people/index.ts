import type { Item } from 'extjs-types';
import { css } from 'lit';
import { describedPanel } from '../described-panel';
import { definePanel, type PanelElementClass } from '../panel';
import { contacts } from './contacts';
import { groups } from './groups';
import { invitations } from './invitations';
import { loadTexts } from './texts';
import './types';
import { users } from './users';

/** Of what the descriptions' renderers draw. */
const styles = css`
  vaadin-grid .avatar {
    width: 22px;
    height: 22px;
  }
`;

const panel = (describe: () => Item, heading: string): PanelElementClass =>
  describedPanel({ describe, heading, loadTexts, styles });

definePanel('users', panel(users, 'people.users'));
definePanel('invitations', panel(invitations, 'people.invitations'));
definePanel('groups', panel(groups, 'people.groups'));
definePanel('contacts', panel(contacts, 'people.contacts'));
